#pragma once

#include "common/address/mac.hpp"
#include "common/time/now.hpp"
#include "server/lab/action.hpp"
#include "server/lab/ailment.hpp"
#include "server/lab/dhcp_client.hpp"
#include "server/lab/dice.hpp"
#include "server/lab/file_fetcher.hpp"
#include "server/lab/phone_configuration.hpp"
#include "server/lab/phone_models.hpp"
#include "server/lab/ports.hpp"
#include "server/lab/station.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::lab {

/// An address given by hand instead of by DHCP.
struct FixedAddress {
    Ipv4 address;
    Ipv4 tftp_server;
    std::optional<Ipv4> outside{};  ///< behind NAT: where its packets come from, without its knowing
};

struct PhoneSettings {
    const ModelFacts* model = nullptr;  ///< a row of model_table()
    MacAddress mac;
    Ports ports;
    std::uint64_t seed = 0;
    std::optional<FixedAddress> fixed;
    Ailment ailment = Ailment::none;
    bool has_old_load = false;  ///< unpacked with an older image than its model's usual one
    bool is_eager = false;      ///< leaves out the pauses that spread real phones: for load
    /// Once registered for good, its user lifts the handset, listens for the dial tone and hangs up.
    bool tries_dial_tone = true;
};

/// Where a phone is on its way.
enum class Phase : std::uint8_t {
    off,
    starting,
    address,
    files,
    connecting,
    registering,
    registered,
    waiting
};

std::string_view to_string(Phase phase);

/// One simulated desk phone, from power to dial tone, as a pure engine: datagrams, stream events and time in,
/// actions out. Boots as the loads of its model do (DHCP, trust lists, configuration, image, locale, then the
/// Call Managers in order), tries again as they do, and obeys Reset, Restart and Apply.
///
/// Owned by whoever moves its packets; not thread-safe; neither copied nor moved, as its parts share a dice.
class Phone {
 public:
    explicit Phone(const PhoneSettings& settings);
    Phone(const Phone&) = delete;
    Phone& operator=(const Phone&) = delete;

    void power_on(Now now, Actions& out);
    /// The plug is pulled: no goodbye. Streams are closed by whoever runs the phone.
    void power_off(Actions& out);
    /// The orderly end: unregisters, gives nothing back to DHCP, as real phones do.
    void unregister(Now now, Actions& out);

    /// @param slot of SendDatagram whose port it came to; ignored for DHCP.
    void on_datagram(
        Now now, DatagramUse use, std::uint16_t slot, const Endpoint& from, Bytes datagram, Actions& out
    );
    void on_stream_open(Now now, StreamId id, Actions& out);
    void on_stream_data(Now now, StreamId id, Bytes data, Actions& out);
    /// It could not be opened, or ended. Unknown and closed ids are ignored, as are those above.
    void on_stream_closed(Now now, StreamId id, Actions& out);
    void on_timer(Now now, Actions& out);

    /// When on_timer() wants to be called next; nullopt while the phone is off.
    [[nodiscard]] std::optional<Instant> wake_at() const;

    void lift_handset(Actions& out);
    void hang_up(Actions& out);

    [[nodiscard]] const PhoneSettings& settings() const { return settings_; }

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] Phase phase() const { return phase_; }

    [[nodiscard]] Ipv4 address() const { return address_; }

    [[nodiscard]] bool is_registered() const { return station_.is_registered(); }

    [[nodiscard]] const Station& station() const { return station_; }

    [[nodiscard]] const PhoneConfiguration& configuration() const { return configuration_; }

    /// The image that it runs.
    [[nodiscard]] const std::string& load() const { return load_; }

    /// The configuration in use was made for this phone, not the default file.
    [[nodiscard]] bool has_own_file() const { return has_own_file_; }

    /// Counts since it was unpacked: what a story asks for.
    struct Tally {
        std::uint32_t boots = 0;  ///< power, Reset, or a boot loop
        std::uint32_t restarts_told = 0;
        std::uint32_t resets_told = 0;
        std::uint32_t applies_told = 0;
        std::uint32_t registrations = 0;
        std::uint32_t rejections = 0;
        std::uint32_t default_files = 0;  ///< XMLDefault.cnf.xml fetched
        std::uint32_t own_files = 0;
        std::uint32_t dial_tones = 0;
        std::uint32_t silences = 0;          ///< after hanging up
        std::uint32_t images = 0;            ///< changed to another one
        std::uint32_t images_refused = 0;    ///< fetched whole and found faulty
        std::uint32_t files_ignored = 0;     ///< not signed by whom its trust list names
        std::uint32_t files_unanswered = 0;  ///< given up for want of an answer
        std::uint32_t losses = 0;            ///< connections that the Call Manager ended
    };

    [[nodiscard]] const Tally& tally() const { return tally_; }

    /// What the display said when it was rejected last; empty: it never was.
    [[nodiscard]] const std::string& rejection() const { return rejection_; }

    /// The dial tone was heard and went away again on hanging up.
    [[nodiscard]] bool had_dial_tone() const { return tally_.dial_tones > 0 && tally_.silences > 0; }

 private:
    enum class FileKind : std::uint8_t { optional, configuration, load_list, load_member };

    struct PlannedFile {
        FileKind kind;
        std::string name;
        ConfigurationKind configuration = ConfigurationKind::own;  ///< of a configuration
    };

    void report(Progress progress, std::string text, Actions& out) const;
    void boot(Now now, Actions& out);
    void ask_for_address(Now now, Actions& out);
    using Step = void (Phone::*)(Now, Actions&);
    void wait_and(Now now, Duration wait, Step next);
    [[nodiscard]] Duration pause(Duration least, Duration most);
    void leave_manager(Actions& out);

    void take_dhcp_event(Now now, DhcpClient::Event event, Actions& out);
    void take_address(Now now, Ipv4 address, const Cidr& network, Ipv4 outside, Actions& out);
    void begin_files(Now now, Actions& out);
    void fetch_next(Now now, Actions& out);
    void take_fetch(Now now, Fetch result, Actions& out);
    void take_silence(Now now, const std::string& file, Actions& out);
    void take_file(Now now, const PlannedFile& file, Actions& out);
    void take_missing(Now now, FileKind kind, Actions& out);
    void take_configuration(Now now, ConfigurationKind kind, Actions& out);
    void take_compiled(Now now, Actions& out);
    void take_distrusted(Now now, Actions& out);
    void take_bad_file(Now now, const std::string& why, Actions& out);
    void do_without_configuration();
    void plan_own_file();
    void plan_after_configuration();
    void plan_members(Now now, Actions& out);
    void take_member(Now now, Actions& out);
    [[nodiscard]] bool is_planned(FileKind kind) const;
    void keep_image(const std::string& why, Actions& out);
    [[nodiscard]] std::string file_name(std::string_view pattern) const;

    void begin_managers(Now now, Actions& out);
    void connect_manager(Now now, Actions& out);
    void try_next_manager(Now now, Actions& out);
    void take_station_events(Now now, const StationEvents& events, Actions& out);
    void take_station_event(Now now, StationEvent event, Actions& out);
    void take_registered(Now now, Actions& out);
    void take_order(Now now, StationEvent order, Actions& out);
    void move_handset(Now now, Actions& out);

    PhoneSettings settings_;
    std::string name_;
    Dice dice_;
    StreamId next_stream_ = 0;
    DhcpClient dhcp_;
    FileFetcher files_;
    Station station_;

    Phase phase_ = Phase::off;
    Ipv4 address_;
    Ipv4 outside_;  ///< where its packets come from: the same, but behind NAT
    std::vector<Ipv4> tftp_servers_;
    std::deque<PlannedFile> plan_;
    PhoneConfiguration configuration_;
    bool has_own_file_ = false;
    std::string load_;
    std::string last_reason_ = "Initialized";
    std::string rejection_;
    bool is_applying_ = false;
    bool has_extras_ = false;  ///< locale, tones and rings were asked for since the boot

    std::size_t manager_ = 0;
    unsigned rounds_ = 0;
    bool was_rejected_ = false;

    std::optional<Instant> wait_ends_;
    Step after_wait_ = nullptr;

    enum class Handset : std::uint8_t { untried, lifted, hung_up, done };
    Handset handset_ = Handset::untried;
    std::optional<Instant> handset_at_;

    Tally tally_;
};

}  // namespace dialtone::lab
