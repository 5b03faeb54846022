#pragma once

#include "common/time/now.hpp"
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
    /// @param expects_own_file  a phone that came up on XMLDefault.cnf.xml counts only after its one restart
    ///                          onto a file of its own, as Dialtone promises; other servers do not.
    explicit FleetWatch(bool expects_own_file) : expects_own_file_{expects_own_file} {}

    void note(const Phone& phone, const Report& report);

    /// Registered with a number of its own, dial tone heard and gone.
    [[nodiscard]] bool is_up(const Phone& phone) const;

    /// Why not, in a few words; empty when it is.
    [[nodiscard]] std::string obstacle(const Phone& phone) const;

    /// The table of phones, at most 80 columns, with a line for each obstacle below.
    [[nodiscard]] std::string table(const std::vector<const Phone*>& phones) const;

    /// The same as one line of JSON.
    [[nodiscard]] std::string json(const std::vector<const Phone*>& phones) const;

 private:
    bool expects_own_file_;
    std::unordered_map<std::string, std::string> last_trouble_;  ///< by phone, until it is registered
};

}  // namespace dialtone::lab
