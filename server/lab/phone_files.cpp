#include "server/lab/phone.hpp"

#include "common/text/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

/// From the trust lists to the last ring list: which file a phone asks for next, and what it makes of it.
namespace dialtone::lab {

using namespace std::chrono_literals;

void Phone::begin_files(Now now, Actions& out) {
    phase_ = Phase::files;
    plan_.clear();
    for (const auto& list : {settings_.model->trust_files, settings_.model->early_files}) {
        for (const auto pattern : list) {
            plan_.push_back({FileKind::optional, file_name(pattern)});
        }
    }
    for (const auto& file : settings_.model->configuration_files) {
        plan_.push_back({FileKind::configuration, file_name(file.pattern), file.kind});
    }
    if (settings_.ailment == Ailment::stale_trust) {
        // Who holds a trust list asks for nothing that could not be signed.
        for (auto& file : plan_) {
            file.name += file.kind == FileKind::configuration ? ".sgn" : "";
        }
    }
    fetch_next(now, out);
}

/// Reset type 3: the phone looks at its own file alone.
void Phone::plan_own_file() {
    plan_.clear();
    for (const auto& file : settings_.model->configuration_files) {
        if (file.kind == ConfigurationKind::own) {
            const auto* const twin = settings_.ailment == Ailment::stale_trust ? ".sgn" : "";
            plan_.push_back({FileKind::configuration, file_name(file.pattern) + twin, file.kind});
        }
    }
}

void Phone::fetch_next(Now now, Actions& out) {
    if (plan_.empty()) {
        begin_managers(now, out);
        return;
    }
    const auto& file = plan_.front();
    const auto largest = file.kind == FileKind::load_member ? kLargestImage : kLargestFile;
    files_.fetch(now, file.name, tftp_servers_, out, largest);
}

void Phone::take_fetch(Now now, Fetch result, Actions& out) {
    if (result == Fetch::going_on || plan_.empty()) {
        return;
    }
    const auto file = std::move(plan_.front());
    plan_.pop_front();
    if (result == Fetch::fetched) {
        report(
            Progress::file_fetched,
            fmt::format("{}, {} B, {}", file.name, files_.body().size(), files_.transport()),
            out
        );
        take_file(now, file, out);
        return;
    }
    if (result == Fetch::silence) {
        take_silence(now, file.name, out);
        return;
    }
    report(
        Progress::file_missing, file.name + (result == Fetch::missing ? " not found" : " broken off"), out
    );
    if (file.kind == FileKind::load_list || file.kind == FileKind::load_member) {
        keep_image(file.name + " is not to be had", out);
    }
    take_missing(now, file.kind, out);
}

/// Silence is worse than "not found": a 7940 without an answer for its CTL goes round for ever.
void Phone::take_silence(Now now, const std::string& file, Actions& out) {
    ++tally_.files_unanswered;
    report(Progress::no_file_server, "no answer for " + file, out);
    plan_.clear();
    if (std::exchange(is_applying_, false)) {
        return;
    }
    leave_manager(out);
    phase_ = Phase::waiting;
    wait_and(now, dice_.between(5s, 15s), &Phone::boot);
}

void Phone::take_file(Now now, const PlannedFile& file, Actions& out) {
    switch (file.kind) {
        case FileKind::configuration:
            if (settings_.ailment == Ailment::stale_trust) {
                take_distrusted(now, out);
            } else if (file.configuration == ConfigurationKind::compiled) {
                take_compiled(now, out);
            } else {
                take_configuration(now, file.configuration, out);
            }
            return;
        case FileKind::load_list:
            plan_members(now, out);
            return;
        case FileKind::load_member:
            take_member(now, out);
            return;
        case FileKind::optional:
            fetch_next(now, out);
            return;
    }
}

bool Phone::is_planned(FileKind kind) const {
    return std::any_of(plan_.begin(), plan_.end(), [&](const auto& file) { return file.kind == kind; });
}

void Phone::take_missing(Now now, FileKind kind, Actions& out) {
    if (is_applying_) {
        is_applying_ = false;
        plan_.clear();
        return;
    }
    if (kind == FileKind::configuration && !is_planned(FileKind::configuration)) {
        if (settings_.ailment == Ailment::stale_trust) {
            take_distrusted(now, out);
            return;
        }
        do_without_configuration();
    }
    fetch_next(now, out);
}

/// "No valid Call Managers, defaulting to TFTP server."
void Phone::do_without_configuration() {
    configuration_ = {};
    has_own_file_ = false;
}

/// The compiled files hold Call Managers in a layout that nobody published: whoever gave the file is taken
/// for one of them, as it is where one machine serves all.
void Phone::take_compiled(Now now, Actions& out) {
    plan_.clear();
    do_without_configuration();
    fetch_next(now, out);
}

/// No signed file, or one by a signer that its list does not name: the phone keeps the configuration that it
/// stored in its better days, with this very server in it, and says nothing.
void Phone::take_distrusted(Now now, Actions& out) {
    ++tally_.files_ignored;
    report(Progress::file_ignored, "keeps its old configuration: nothing is signed by whom it trusts", out);
    plan_.clear();
    if (std::exchange(is_applying_, false)) {
        return;
    }
    do_without_configuration();
    fetch_next(now, out);
}

void Phone::take_bad_file(Now now, const std::string& why, Actions& out) {
    report(Progress::bad_file, files_.name() + ": " + why, out);
    plan_.clear();
    if (std::exchange(is_applying_, false)) {
        return;
    }
    leave_manager(out);
    phase_ = Phase::waiting;
    wait_and(now, dice_.between(20s, 40s), &Phone::boot);
}

void Phone::take_configuration(Now now, ConfigurationKind kind, Actions& out) {
    auto read = read_configuration(files_.body(), settings_.model->device_type);
    if (!read.has_value()) {
        take_bad_file(now, read.error().sentence, out);
        return;
    }
    const bool own = kind == ConfigurationKind::own;
    const bool is_same = own == has_own_file_ && *read == configuration_;
    if (std::exchange(is_applying_, false)) {
        if (is_same) {
            return;
        }
        leave_manager(out);
        phase_ = Phase::files;
    }
    configuration_ = std::move(*read);
    has_own_file_ = own;
    ++(own ? tally_.own_files : tally_.default_files);
    plan_after_configuration();
    fetch_next(now, out);
}

void Phone::plan_after_configuration() {
    const auto& model = *settings_.model;
    plan_.clear();
    if (!configuration_.load.empty() && configuration_.load != load_) {
        const auto kind = model.image.is_listed ? FileKind::load_list : FileKind::load_member;
        plan_.push_back({kind, fmt::format("{}{}", configuration_.load, model.image.ending)});
    }
    if (std::exchange(has_extras_, true)) {
        return;
    }
    for (const auto& file : model.side_files) {
        switch (file.place) {
            case SidePlace::root:
                plan_.push_back({FileKind::optional, std::string{file.name}});
                break;
            case SidePlace::user_locale:
                if (configuration_.has_user_locale) {
                    plan_.push_back(
                        {FileKind::optional, fmt::format("{}/{}", configuration_.user_locale, file.name)}
                    );
                }
                break;
            case SidePlace::network_locale:
                if (configuration_.has_network_locale) {
                    plan_.push_back(
                        {FileKind::optional, fmt::format("{}/{}", configuration_.network_locale, file.name)}
                    );
                }
                break;
        }
    }
}

std::string Phone::file_name(std::string_view pattern) const {
    const auto mac = settings_.mac.to_string();
    std::string text{pattern};
    for (const auto& [place, value] :
         {std::pair{"{mac}", mac}, std::pair{"{low}", to_lower(mac)}, std::pair{"{name}", name_}}) {
        if (const auto at = text.find(place); at != std::string::npos) {
            text.replace(at, std::string_view{place}.size(), value);
        }
    }
    return text;
}

}  // namespace dialtone::lab
