#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/world.hpp"
#include "server/files/file_view.hpp"
#include "server/files/generated_cache.hpp"
#include "server/files/listings.hpp"
#include "server/files/name.hpp"
#include "server/files/store.hpp"
#include "server/provision/generated.hpp"
#include "server/provision/placed_name.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dialtone::files {

enum class Transport : std::uint8_t { tftp, http, command };

/// "TFTP", "HTTP", "command"
std::string_view to_string(Transport transport);

/// Who asks.
struct Requester {
    Ipv4 address;
    Transport transport = Transport::tftp;
};

enum class Status : std::uint8_t {
    found,
    not_found,
    illegal,    ///< the name is refused; said to the requester as "not found", so that nothing is revealed
    not_ready,  ///< no world is loaded yet, or there is no memory: nothing can be said about the file now
};

/// Where a file that was found comes from.
enum class Origin : std::uint8_t {
    placed,     ///< put there by hand: wins over all others
    generated,  ///< made from the device database
    fixed,      ///< the directory of loads, locales, rings and pictures
    listed,     ///< a list of what lies in the directories (Listings)
};

/// "placed", "generated", "static", "listed": for machines.
std::string_view to_string(Origin origin);

/// The answer to open(). `name` and `subject` are set whatever the status is.
struct Opened {
    Status status = Status::not_found;
    std::string name;     ///< canonical; of an illegal name, what of it can be printed
    std::string subject;  ///< for the journal: the device that the name or the address tells, else "@address"
    std::string_view reason;  ///< static words when not found or refused
    Origin origin = Origin::fixed;
    std::string members;  ///< of the list of a load: the files that a phone will ask for next, blanks between
    FileView file;
};

/// Which device uses an address now, e.g. from the leases; "" when nobody knows.
using SubjectByAddress = std::function<std::string(Ipv4)>;

/// Where the catalog takes files from, in this order; after them come lists of what lies there (Listings).
/// All must outlive it.
struct Sources {
    using Generate = std::function<std::optional<provision::Generated>(const World&, std::string_view)>;
    using Condition = std::function<provision::PlacedName(const World&, std::string_view)>;

    Store* placed = nullptr;   ///< what an operator placed by hand wins
    Generate generate;         ///< provision::generate
    Store* fixed = nullptr;    ///< loads, locales, rings, pictures
    Condition condition = {};  ///< provision::placed_name; unset: every name is as good as any other
};

/// The one answer to "give me the file NAME", whether TFTP, HTTP 6970 or the command `dialtone file` asks.
///
/// Belongs to one thread. Before use() gave it a world it answers not_ready to everything: "not found" would
/// send a phone that is known on to XMLDefault.cnf.xml and its next server. TFTP then stays silent and the
/// phone asks again within seconds; HTTP answers 503. A generated file with an empty body counts as not
/// found: phones hang on empty files.
class Catalog {
 public:
    explicit Catalog(Sources sources, SubjectByAddress subject_by_address = {});

    /// The world, with its loads, that files are generated from until the next call.
    void use(WorldPtr world) {
        world_ = std::move(world);
        ++edition_;
    }

    [[nodiscard]] bool is_ready() const { return world_ != nullptr; }

    /// @param requested the name as it was asked for; percent-decoding is the transport's affair.
    Opened open(std::string_view requested, const Requester& requester);

    /// The file that was generated under `name` from `world`; null when it was not, or is kept no longer.
    /// Good until the next call.
    [[nodiscard]] const FileView* made(std::string_view name, const World& world);

    /// Who is asking for `name`, in the journal's terms: the device in the name; else whom the leases know at
    /// the address; else whom the same source named last (XMLDefault.cnf.xml and RINGLIST.XML name nobody).
    [[nodiscard]] std::string subject(const Name* name, Ipv4 address);

 private:
    /// Sources remembered; behind a NAT the phones of an office share one.
    static constexpr std::size_t kMaxSources = 65536;

    bool open_from(Store* store, Origin origin, const Name& name, Opened& opened);
    bool open_generated(const Name& name, Opened& opened);
    void note_members(const Name& name, Opened& opened) const;
    bool open_by_name(const Name& name, const provision::PlacedName& condition, Opened& opened);
    bool open_stand_in(const provision::PlacedName& condition, Opened& opened);
    bool open_listing(const Name& name, Opened& opened);

    Sources sources_;
    SubjectByAddress subject_by_address_;
    std::unordered_map<Ipv4, std::string> named_last_;
    WorldPtr world_;
    std::int64_t edition_ = 0;  ///< counts worlds: two of one sequence may differ in their loads
    GeneratedCache cache_;
    Listings listings_;
    GeneratedCache listed_;  ///< apart from the others: a file that somebody puts there comes before a list
};

}  // namespace dialtone::files
