#pragma once

#include "server/tftp/message.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

/// What distinguishes one simulated model from another. A further family is a further row of the table.
///
/// In names of files {mac} stands for the hardware address, {low} for the same in lower case, {name} for the
/// device's name.
namespace dialtone::lab {

/// How a load fetches files: HTTP loads ask port 6970 first and the same file over TFTP when that fails.
enum class FileTransport : std::uint8_t { tftp, http_then_tftp };

/// How long a form of RegisterReq a load sends: it grew at its end from generation to generation.
enum class RegisterForm : std::uint8_t {
    bare,              ///< 36 octets: 12SP+, before version 3
    with_version,      ///< 44 octets: 7936
    with_conferences,  ///< 68 octets: 7940, 7960, 6961
    with_load,         ///< 124 octets: 7941 to 7975
    with_stamp,        ///< 188 octets: the same and the version stamp of the configuration, newest loads
};

/// What a configuration file is to the phone that asks for it.
enum class ConfigurationKind : std::uint8_t {
    own,       ///< XML, made for this phone
    fallback,  ///< XML, for every phone that has none of its own
    compiled,  ///< binary, of a layout that is not public: the phone takes who gave it as Call Manager
};

struct ConfigurationFile {
    ConfigurationKind kind;
    std::string_view pattern;
};

/// Where a file lies that a phone asks for behind its configuration; all of them are optional to it.
enum class SidePlace : std::uint8_t {
    root,
    user_locale,     ///< the directory that userLocale names
    network_locale,  ///< the one that networkLocale names
};

struct SideFile {
    SidePlace place;
    std::string_view name;
};

/// How an image is fetched: a list and its members, or one file.
struct ImageForm {
    bool is_listed = true;
    std::string_view ending = ".loads";
};

struct ModelFacts {
    std::string_view name;    ///< as in "--models 7960,7965"
    std::string_view family;  ///< models of one family behave alike: "java79"
    std::uint32_t device_type = 0;
    std::string_view name_prefix = "SEP";  ///< of the device's name, in front of the hardware address

    // Address.
    bool takes_lease = true;                       ///< not a program on somebody's computer
    std::string_view vendor_class;                 ///< option 60, with the NUL that the load appends
    std::span<const std::uint8_t> parameter_list;  ///< option 55, in the order sent
    bool reads_only_150 = false;                   ///< neither option 66 nor siaddr name a file server

    // Files.
    FileTransport transport = FileTransport::tftp;
    std::span<const tftp::OptionView> tftp_options;
    std::uint16_t tftp_port = 0;       ///< from which every request comes; 0: another one each time
    bool ends_requests_twice = false;  ///< one more NUL behind the mode, as the oldest loaders send
    /// Asked for one after another before anything else; "not found" is not an error.
    std::span<const std::string_view> trust_files;
    std::span<const std::string_view> early_files;  ///< likewise, behind those
    /// Tried in order until one is found; without any the file server is the Call Manager.
    std::span<const ConfigurationFile> configuration_files;
    std::span<const SideFile> side_files;
    ImageForm image;

    // Registration.
    std::string_view load;          ///< the image it runs when unpacked
    std::string_view old_load;      ///< one that it ran before that
    std::uint8_t sccp_version = 0;  ///< as it announces it
    RegisterForm register_form = RegisterForm::with_conferences;
    std::array<std::uint8_t, 3> features{};  ///< octets 41 to 43 of RegisterReq
    std::uint32_t max_streams = 0;
    std::uint32_t active_streams = 0;  ///< a 7936 sends junk
    std::uint32_t device_lines = 0;    ///< line keys
    bool names_itself_low = false;     ///< the alarm names the phone in lower case
    bool says_xml_alarm = false;       ///< XMLAlarm before RegisterReq
    bool says_keepalive_first = false;
    bool says_port = false;      ///< IpPort
    bool says_location = false;  ///< access point and network
    bool has_video = false;      ///< UpdateCapabilities behind CapabilitiesRes
    bool asks_servers = false;   ///< ServerReq
    bool asks_version = false;   ///< VersionReq before the button template
    bool asks_softkeys = true;
    bool asks_configuration = false;  ///< ConfigStatReq
    bool counts_lines = true;         ///< RegisterAvailableLines tells how many; a 7960 says 0
    bool feature_request_has_capability = false;
    bool knows_apply = false;  ///< Reset type 3; older loads restart

    /// Texts to it are UTF-8, not ISO 8859-1.
    [[nodiscard]] constexpr bool takes_utf8() const { return (features[1] & 0x10U) != 0; }

    /// It asks for an XML file of its own.
    [[nodiscard]] bool reads_own_file() const;
};

/// All rows.
std::span<const ModelFacts> model_table();

/// "7960", "CP-7960", "Cisco 7960"; null for a model that is not simulated.
const ModelFacts* find_model(std::string_view name);

}  // namespace dialtone::lab
