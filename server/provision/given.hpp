#pragma once

#include "common/model/world.hpp"
#include "server/provision/digest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a phone is given: its configuration file without the version stamp, and over SCCP its buttons, lines,
/// softkeys, speed dials and services. A change that leaves this alone concerns no phone (design §5).
namespace dialtone::provision {

/// One thing a phone is given. The numbers are stored: append only. Those below kFirstStationField come in
/// the file.
enum class Field : std::uint8_t {
    names = 1,  ///< names of pool, group and nodes: people read them, phones do nothing with them
    protocol = 2,
    load = 3,
    call_managers = 4,  ///< addresses, ports and order
    date_time = 5,
    srst = 6,
    locale = 7,
    urls = 8,
    security = 9,          ///< transport and device security mode
    vendor_settings = 10,  ///< vendorConfig
    services_menu = 11,
    settings = 12,      ///< everything else in the file
    modules = 13,       ///< expansion modules
    further = 14,       ///< elements that the operator merged into the file
    placed = 15,        ///< a file placed by hand instead: what is in it nobody here knows
    sip_settings = 16,  ///< how it speaks SIP
    sip_lines = 17,     ///< the lines and other keys of a SIP phone, which come in its file
    credentials = 18,   ///< what a SIP phone answers challenges with
    side_files = 19,    ///< softkeys, feature policy and dial rules of a SIP phone, in files of their own
    sip_text = 20,      ///< SIP<MAC>.cnf of a 7940 or 7960

    buttons = 64,  ///< the features on the keys, in order
    softkeys = 65,
    line_number = 66,
    line_label = 67,
    line_display = 68,
    speed_dial = 69,
    service_button = 70,
};

inline constexpr auto kFirstStationField = Field::buttons;

/// A field, and which one of several: line 1, speed dial 2; 0 when there is only one.
struct FieldKey {
    Field field = Field::settings;
    std::uint16_t position = 0;

    friend auto operator<=>(const FieldKey&, const FieldKey&) = default;
};

/// In words: "label of line 1", "load".
std::string describe(FieldKey key);

/// The view by field of what one device is given; small, comparable, storable. A value type.
class Given {
 public:
    struct Entry {
        FieldKey key;
        std::uint64_t digest = 0;

        friend bool operator==(const Entry&, const Entry&) = default;
    };

    Given() = default;

    /// @param entries in any order; of several with one key the last counts.
    explicit Given(std::vector<Entry> entries);

    /// Ordered by key.
    [[nodiscard]] const std::vector<Entry>& entries() const& { return entries_; }

    /// By value from a temporary, so that a loop over it does not outlive it.
    [[nodiscard]] std::vector<Entry> entries() && { return std::move(entries_); }

    [[nodiscard]] bool empty() const { return entries_.empty(); }

    /// Of all fields together: equal digests, nothing to do.
    [[nodiscard]] Digest digest() const;

    /// What comes in the file, and what comes over SCCP with every registration.
    [[nodiscard]] Given file_part() const;
    [[nodiscard]] Given station_part() const;
    /// True when the file was one placed by hand.
    [[nodiscard]] bool has_placed_file() const;

    /// The fields of both; they must be parts of different kinds.
    [[nodiscard]] static Given joined(const Given& file, const Given& station);

    /// Octets for the state file of a node, and back; nullopt when they are not what pack() wrote.
    [[nodiscard]] std::string pack() const;
    static std::optional<Given> unpack(std::string_view octets);

    friend bool operator==(const Given&, const Given&) = default;

 private:
    std::vector<Entry> entries_;
};

/// What `device` is given in this world, the same in every process. A SIP phone gets all of it in files;
/// empty for a third-party device, which gets none.
Given given(const World& world, const Device& device);

/// The part of it that comes in SEP<MAC>.cnf.xml: what a phone has received once that file was sent whole.
Given file_given(const World& world, const Device& device);

/// The file part of a phone that was sent a file placed by hand.
Given placed_file_given();

/// The fields that differ, or that only one of both has, in order.
std::vector<FieldKey> differences(const Given& before, const Given& after);

}  // namespace dialtone::provision
