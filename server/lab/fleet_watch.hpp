#pragma once

#include "common/time/now.hpp"
#include "server/lab/ailing_report.hpp"
#include "server/lab/phone.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::lab {

/// One line, or several of at most 80 columns, of a phone's boot as it happens.
std::string timeline_line(Duration since_start, const Phone& phone, const Report& report);

/// Keeps what every phone said last, and judges from it who has come up.
class FleetWatch {
 public:
    /// With more phones than these, a run shows how many are how far instead of what each of them does.
    static constexpr std::size_t kMostSingly = 100;

    /// @param expects_own_file  a phone that came up on XMLDefault.cnf.xml counts only after its one restart
    ///                          onto a file of its own, as Dialtone promises; other servers do not.
    explicit FleetWatch(bool expects_own_file) : expects_own_file_{expects_own_file} {}

    void note(const Phone& phone, const Report& report);

    /// Registered with a number of its own, dial tone heard and gone.
    [[nodiscard]] bool is_up(const Phone& phone) const;

    /// What is to be waited for: that it is up or, of an ailing phone, that its ailment came true.
    [[nodiscard]] bool is_done(const Phone& phone) const { return has_come_true(phone, is_up(phone)); }

    /// Why it is not up, in a few words; empty when it is.
    [[nodiscard]] std::string obstacle(const Phone& phone) const;

    /// The table of phones, at most 80 columns, with a line for each obstacle below. Of more phones than
    /// people read about, only those that are not up, and not all of these.
    [[nodiscard]] std::string table(const std::vector<const Phone*>& phones) const;

    /// All of them as one line of JSON. @param since_start  how long it took.
    [[nodiscard]] std::string json(
        const std::vector<const Phone*>& phones, const std::vector<Verdict>& verdicts, Duration since_start
    ) const;

    /// How many phones are how far, in one line of at most 80 columns.
    [[nodiscard]] std::string progress(Duration since_start, const std::vector<const Phone*>& phones) const;

 private:
    bool expects_own_file_;
    std::unordered_map<std::string, std::string> last_trouble_;  ///< by phone, until it is registered
};

}  // namespace dialtone::lab
