#include "server/files/catalog.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/files/load_list.hpp"
#include "server/journal/observation.hpp"

#include <utility>

namespace dialtone::files {

std::string_view to_string(Transport transport) {
    switch (transport) {
        case Transport::tftp:
            return "TFTP";
        case Transport::http:
            return "HTTP";
        case Transport::command:
            return "command";
    }
    return "?";
}

std::string_view to_string(Origin origin) {
    switch (origin) {
        case Origin::placed:
            return "placed";
        case Origin::generated:
            return "generated";
        case Origin::fixed:
            return "static";
        case Origin::listed:
            return "listed";
    }
    return "?";
}

Catalog::Catalog(Sources sources, SubjectByAddress subject_by_address)
    : sources_{std::move(sources)}, subject_by_address_{std::move(subject_by_address)} {}

std::string Catalog::subject(const Name* name, Ipv4 address) {
    if (name != nullptr) {
        if (const auto device = name->device()) {
            if (named_last_.size() >= kMaxSources) {
                named_last_.clear();  // costs a few steps their phone's name, and keeps memory bounded
            }
            return named_last_[address] = device->text();
        }
    }
    auto known = subject_by_address_ ? subject_by_address_(address) : std::string{};
    if (known.empty()) {
        const auto named = named_last_.find(address);
        known = named == named_last_.end() ? journal::subject_of(address) : named->second;
    }
    return known;
}

Opened Catalog::open(std::string_view requested, const Requester& requester) {
    Opened opened;
    const auto name = Name::parse(requested);
    if (!name) {
        opened.status = Status::illegal;
        opened.name = printable(requested);
        opened.reason = to_string(name.error());
        opened.subject = subject(nullptr, requester.address);
        return opened;
    }
    opened.name = printable(name->text(), Name::kMaxLength);
    opened.subject = subject(&*name, requester.address);
    if (!world_) {
        opened.status = Status::not_ready;
        opened.reason = "no configuration is loaded yet";
        return opened;
    }
    const auto condition =
        sources_.condition ? sources_.condition(*world_, name->text()) : provision::PlacedName{};
    const bool is_settled = open_by_name(*name, condition, opened) || open_stand_in(condition, opened);
    if (!is_settled) {
        opened.status = Status::not_found;
        opened.reason = condition.withheld.value_or("no such file");
    }
    note_members(*name, opened);
    return opened;
}

/// A name that is withheld can still be generated.
bool Catalog::open_by_name(const Name& name, const provision::PlacedName& condition, Opened& opened) {
    if (condition.withheld) {
        return open_generated(name, opened);
    }
    return open_from(sources_.placed, Origin::placed, name, opened) || open_generated(name, opened) ||
           open_from(sources_.fixed, Origin::fixed, name, opened) || open_listing(name, opened);
}

bool Catalog::open_stand_in(const provision::PlacedName& condition, Opened& opened) {
    if (condition.stand_in.empty()) {
        return false;
    }
    const auto name = Name::parse(condition.stand_in);
    return name && (open_from(sources_.placed, Origin::placed, *name, opened) ||
                    open_from(sources_.fixed, Origin::fixed, *name, opened));
}

bool Catalog::open_listing(const Name& name, Opened& opened) {
    const auto* list = Listings::is_list(name.folded())
                           ? listings_.find(name.folded(), sources_.placed, sources_.fixed)
                           : nullptr;
    if (list == nullptr) {
        return false;
    }
    opened.status = Status::found;
    opened.origin = Origin::listed;
    opened.file = listed_.put(name.folded(), 0, {.body = *list});
    return true;
}

/// True when the store settles the question: it has the file, readable or not.
bool Catalog::open_from(Store* store, Origin origin, const Name& name, Opened& opened) {
    if (store == nullptr) {
        return false;
    }
    auto answer = store->open(name);
    switch (answer.outcome) {
        case Store::Outcome::missing:
            return false;
        case Store::Outcome::busy:
            opened.status = Status::not_ready;
            opened.reason = "the file cannot be read now";
            return true;
        case Store::Outcome::found:
            opened.status = Status::found;
            opened.origin = origin;
            opened.file = std::move(answer.file);
            return true;
    }
    return false;
}

/// The journal of a phone that changes its image counts these (server/journal/image_change.hpp).
void Catalog::note_members(const Name& name, Opened& opened) const {
    const std::string_view folded{name.folded()};
    if (opened.status != Status::found || !folded.ends_with(kLoadListEnding) || world_->loads == nullptr) {
        return;
    }
    const auto* load = world_->loads->find(folded.substr(0, folded.size() - kLoadListEnding.size()));
    for (const auto& member : load == nullptr ? std::vector<LoadMember>{} : load->members) {
        opened.members += (opened.members.empty() ? "" : " ") + member.name;
    }
}

bool Catalog::open_generated(const Name& name, Opened& opened) {
    if (!sources_.generate) {
        return false;
    }
    if (const auto* cached = cache_.find(name.folded(), edition_)) {
        opened.status = Status::found;
        opened.origin = Origin::generated;
        opened.file = *cached;
        return true;
    }
    auto generated = sources_.generate(*world_, name.text());
    if (!generated || !generated->body || generated->body->empty()) {
        cache_.erase(name.folded());
        return false;
    }
    opened.status = Status::found;
    opened.origin = Origin::generated;
    opened.file = cache_.put(name.folded(), edition_, std::move(*generated));
    return true;
}

const FileView* Catalog::made(std::string_view name, const World& world) {
    return world_.get() == &world ? cache_.find(to_lower(name), edition_) : nullptr;
}

}  // namespace dialtone::files
