#pragma once

#include "server/tftp/message.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// What distinguishes one simulated model from another. A further family is a further row of the table.
namespace dialtone::lab {

/// How a load fetches files: HTTP loads ask port 6970 first and the same file over TFTP when that fails.
enum class FileTransport : std::uint8_t { tftp, http_then_tftp };

/// How long a form of RegisterReq a load sends: it grew at its end from generation to generation.
enum class RegisterForm : std::uint8_t {
    with_conferences,  ///< 68 octets: 7940, 7960
    with_load,         ///< 124 octets: 7941 to 7975
};

struct ModelFacts {
    std::string_view name;  ///< as in "--models 7960,7965"
    std::uint32_t device_type = 0;
    std::string_view vendor_class;                 ///< option 60, with the NUL that the load appends
    std::span<const std::uint8_t> parameter_list;  ///< option 55, in the order sent

    FileTransport transport = FileTransport::tftp;
    std::span<const tftp::OptionView> tftp_options;
    /// Asked for one after another before anything else; "not found" is not an error. {mac} is replaced.
    std::span<const std::string_view> trust_files;
    std::span<const std::string_view> locale_files;  ///< in the directory named by userLocale
    std::span<const std::string_view> tone_files;    ///< in the directory named by networkLocale
    std::span<const std::string_view> ring_files;

    std::string_view load;      ///< the image it runs when unpacked
    std::string_view old_load;  ///< one that it ran before that
    std::uint8_t sccp_version = 0;
    RegisterForm register_form = RegisterForm::with_conferences;
    std::uint8_t feature_octet = 0;  ///< octet 42 of RegisterReq; bit 4: the display reads UTF-8
    std::uint32_t max_streams = 0;
    std::uint32_t device_lines = 0;   ///< line keys
    bool knows_apply = false;         ///< Reset type 3; older loads restart
    bool asks_version = false;        ///< VersionReq before the button template
    bool asks_configuration = false;  ///< ConfigStatReq
    bool feature_request_has_capability = false;
};

/// All rows.
std::span<const ModelFacts> model_table();

/// "7960", "CP-7960", "Cisco 7960"; null for a model that is not simulated.
const ModelFacts* find_model(std::string_view name);

}  // namespace dialtone::lab
