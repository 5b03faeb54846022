#include "server/lab/ailment.hpp"

#include "server/lab/phone_models.hpp"
#include "server/lab/text_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::lab {

namespace {

constexpr std::string_view kAll = "all";
constexpr std::uint32_t kMostOfOne = 10'000;

constexpr std::array kTable{
    AilmentFacts{
        Ailment::stale_trust,
        "stale-trust",
        "holds another system's trust list: asks for signed files only and keeps its old configuration",
        "told to erase its trust list; registered without file",
        {"note", "holds a trust list from another system"}},
    AilmentFacts{
        Ailment::nat,
        "nat",
        "behind NAT: registers from another address than it reports; takes no lease",
        "registered from where it speaks, not where it says",
        {"sccp.registered", ""}},
    AilmentFacts{
        Ailment::old_load,
        "old-load",
        "runs an older load than its file names, and changes it",
        "runs the load of its file now",
        {"image.changed", ""},
        false,
        true},
    AilmentFacts{
        Ailment::refuses_load,
        "refuses-load",
        "runs an older load, and finds fault with the image that it fetches",
        "known to run another load than it was given; up",
        {"image.unchanged", ""},
        false,
        true},
    AilmentFacts{
        Ailment::lacking_load,
        "lacking-load",
        "is to run a load of which a file is missing",
        "not told of the load, keeps its image; up",
        {"load.withheld", ""},
        true},
    AilmentFacts{
        Ailment::dribble,
        "dribble",
        "says everything to its Call Manager octet by octet",
        "registered all the same",
        {"sccp.registered", ""}},
    AilmentFacts{
        Ailment::deaf,
        "deaf",
        "never acknowledges a block over TFTP",
        "given up after some repetitions",
        {"file.broken_off", ""}},
    AilmentFacts{
        Ailment::mute,
        "mute",
        "says nothing more once it is registered, not even keepalives",
        "missed and disconnected",
        {"sccp.keepalive_lost", ""}},
    AilmentFacts{
        Ailment::wrong_group,
        "wrong-group",
        "belongs to another Call Manager group, and registers here all the same",
        "refused with the group's name on its display",
        {"sccp.rejected", ""},
        true},
};

std::string known_words() {
    std::string text;
    for (const auto& row : kTable) {
        text += fmt::format("{}, ", row.word);
    }
    return text + std::string{kAll};
}

}  // namespace

std::span<const AilmentFacts> ailment_table() {
    return kTable;
}

const AilmentFacts& facts_of(Ailment ailment) {
    return kTable.at(static_cast<std::size_t>(ailment) - 1);
}

bool can_have(const ModelFacts& model, Ailment ailment) {
    switch (ailment) {
        case Ailment::stale_trust:
            return !model.trust_files.empty();
        case Ailment::deaf:
        case Ailment::lacking_load:
            return model.reads_own_file();
        case Ailment::old_load:
        case Ailment::refuses_load:
            // Firmware made up for a sandbox has a list; images of one file are a family's own format.
            return model.reads_own_file() && model.image.is_listed;
        default:
            return true;
    }
}

Outcome<std::vector<AilingCount>> parse_ailing(const std::vector<std::string>& words) {
    std::vector<AilingCount> counts;
    for (const std::string_view word : words) {
        const auto equals = word.find('=');
        const auto kind = word.substr(0, equals);
        std::uint32_t count = 1;
        if (equals != std::string_view::npos) {
            const auto digits = word.substr(equals + 1);
            const auto end = digits.data() + digits.size();
            const auto parsed = std::from_chars(digits.data(), end, count);
            if (parsed.ec != std::errc{} || parsed.ptr != end || count == 0 || count > kMostOfOne) {
                return invalid(
                    fmt::format("--ailing {}: write a number from 1 to {} behind \"=\".", word, kMostOfOne)
                );
            }
        }
        const auto row =
            std::find_if(kTable.begin(), kTable.end(), [&](const auto& known) { return known.word == kind; });
        if (row == kTable.end() && kind != kAll) {
            return invalid(
                fmt::format("--ailing: there is no kind \"{}\". There are {}.", kind, known_words())
            );
        }
        for (const auto& known : kTable) {
            if (kind == kAll || known.word == kind) {
                counts.push_back({known.ailment, count});
            }
        }
    }
    return counts;
}

std::string ailment_help() {
    constexpr std::size_t kLeft = 16;
    constexpr std::size_t kWidth = 80;
    std::string text;
    const auto add = [&](std::string_view word, std::string_view what) {
        for (const auto piece : pieces_of(what, kWidth - kLeft)) {
            text += fmt::format("  {:<{}}{}\n", word, kLeft - 2, piece);
            word = {};
        }
    };
    for (const auto& row : kTable) {
        add(row.word, row.summary);
    }
    add(kAll, "one of each");
    return text;
}

}  // namespace dialtone::lab
