#include "server/files/load_list.hpp"
#include "server/lab/phone.hpp"

#include <fmt/format.h>

#include <algorithm>

/// How a phone changes its image: the list of the load that its configuration names, the members in the order
/// of the list, then a boot with the new one. Whatever is missing on the way, it keeps the image that it
/// runs.
namespace dialtone::lab {

void Phone::plan_members(Now now, Actions& out) {
    const auto list = files::parse_load_list(bytes_of(files_.body()));
    if (!list) {
        keep_image(fmt::format("{}: {}", files_.name(), list.error().what), out);
        fetch_next(now, out);
        return;
    }
    for (auto member = list->rbegin(); member != list->rend(); ++member) {
        plan_.push_front({FileKind::load_member, member->name});
    }
    fetch_next(now, out);
}

void Phone::take_member(Now now, Actions& out) {
    const bool is_last = plan_.empty() || plan_.front().kind != FileKind::load_member;
    if (!is_last) {
        fetch_next(now, out);
        return;
    }
    if (settings_.ailment == Ailment::refuses_load) {
        ++tally_.images_refused;
        keep_image("the image fails its check", out);
        fetch_next(now, out);
        return;
    }
    load_ = configuration_.load;
    ++tally_.images;
    last_reason_ = "Upgrade";
    report(Progress::load_changed, "now runs " + load_, out);
    boot(now, out);
}

void Phone::keep_image(const std::string& why, Actions& out) {
    std::erase_if(plan_, [](const PlannedFile& file) { return file.kind == FileKind::load_member; });
    report(Progress::load_kept, fmt::format("{}, not {}: {}", load_, configuration_.load, why), out);
}

}  // namespace dialtone::lab
