#pragma once

#include "common/model/world.hpp"
#include "server/journal/observation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::provision {

/// What the journal says of a phone beside the files that it asked for: that it holds another system's trust
/// list, and what is wrong with the file it was just sent. Each once, until it changes. Belongs to one
/// thread.
class PhoneNotes {
 public:
    /// @param seen  a step of the file services. @param world  the one that its file was made from.
    /// @param octets  of the file made for the phone from it, when known.
    /// @return what goes into the journal behind it.
    std::vector<journal::Observation> after(
        const journal::Observation& seen, const World& world, std::optional<std::size_t> octets = std::nullopt
    );

 private:
    /// Phones remembered; beyond it all are forgotten and told again.
    static constexpr std::size_t kMaxPhones = 65536;

    struct Told {
        bool trust_list = false;
        std::uint64_t findings = 0;  ///< digest of what was found last; 0: nothing
    };

    std::unordered_map<std::string, Told> told_;
};

/// Whether a phone was sent its own file, whole.
bool is_own_file(const journal::Observation& seen);

/// Whether what was sent had been placed by hand.
bool is_placed_file(const journal::Observation& seen);

/// True for names that only a phone with a trust list asks for: "SEP001122334455.cnf.xml.sgn". Files of
/// firmware end in .sgn, too, and mean nothing.
bool is_signed_twin(std::string_view name);

}  // namespace dialtone::provision
