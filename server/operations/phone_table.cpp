#include "server/operations/phones.hpp"

#include "server/operations/vendor_edit.hpp"

#include <array>

namespace dialtone::operations {

namespace {

constexpr Argument kName{"name", Shape::positional, "NAME", "device name or MAC address", Names::device};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "shown in lists and on some phones"};
constexpr Argument kPool{"pool", Shape::value, "POOL", "device pool: who serves it", Names::pool};
constexpr Argument kProtocol{"protocol", Shape::value, "PROTOCOL", "SCCP or SIP", Names::choice, "SCCP|SIP"};
constexpr Argument kTemplate{
    "template", Shape::value, "TEMPLATE", "phone button template", Names::button_template};
constexpr Argument kSoftkeys{
    "softkeys",
    Shape::value,
    "TEMPLATE",
    "softkey template; \"\" for Standard User",
    Names::softkey_template};
constexpr Argument kLocation{
    "location", Shape::value, "LOCATION", "location; \"\" for the pool's", Names::location};
constexpr Argument kLoad{
    "load", Shape::value, "LOAD", "firmware, taken at its next reset; \"\" for the model's", Names::load};
constexpr Argument kLocale{"locale", Shape::value, "LOCALE", "user locale, such as German_Germany"};
constexpr Argument kVersion{
    "max-version", Shape::value, "N", "highest SCCP version to use with it, 3 to 22; 0: as its model goes"};
constexpr Argument kProfile{
    "profile", Shape::value, "PROFILE", "common phone profile; \"\" for the standard one", Names::profile};
constexpr Argument kModules{
    "module",
    Shape::values,
    "MODULE",
    "expansion module, next to the phone first; \"\" for none",
    Names::module};
constexpr Argument kXml{
    "xml", Shape::value, "FILE", "further elements of its file, in <device>; \"\" for none", Names::path};

constexpr Argument kSipProfile{
    "sip-profile", Shape::value, "PROFILE", "of a SIP phone; \"\" for the standard one", Names::sip_profile};
constexpr Argument kSecurityProfile{
    "security-profile",
    Shape::value,
    "PROFILE",
    "of a SIP phone; \"\" for that of its kind",
    Names::security_profile};
constexpr Argument kDigestUser{
    "digest-user", Shape::value, "USER", "who answers challenges; \"\": as made for it"};
constexpr Argument kDigestPassword{
    "digest-password", Shape::value, "PASSWORD", "what proves it; \"\" for a new random one"};

constexpr std::array kList{
    Argument{"pool", Shape::value, "POOL", "only those of this pool", Names::pool},
    Argument{"model", Shape::value, "MODEL", "only those of this model", Names::model},
    Argument{
        "state",
        Shape::value,
        "STATE",
        "only those registered, or absent",
        Names::choice,
        "registered|absent"},
};

constexpr std::array kShow{kName};

constexpr std::array kAdd{
    Argument{"mac", Shape::value, "MAC", "as on the phone's label; makes the name SEP<MAC>"},
    Argument{"name", Shape::value, "NAME", "a device name instead of --mac"},
    Argument{"model", Shape::value, "MODEL", "such as 7965; else what its DHCP request said", Names::model},
    Argument{"dn", Shape::values, "DN", "number of line 1; again for lines 2, 3, …"},
    Argument{"partition", Shape::value, "PARTITION", "of the numbers; else <None>", Names::partition},
    Argument{"shared", Shape::flag, "", "the numbers may be on other phones too"},
    Argument{"display", Shape::value, "TEXT", "caller name of line 1"},
    Argument{"label", Shape::value, "TEXT", "beside the button of line 1; else the number"},
    kDescription,
    kPool,
    kProtocol,
    kTemplate,
    kSoftkeys,
    kLocation,
    kLoad,
    kLocale,
    kVersion,
    kProfile,
    kSipProfile,
    kSecurityProfile,
    kDigestUser,
    kDigestPassword,
    kModules,
    kVendorSetting,
    kVendorConfig,
    kXml,
};

constexpr std::array kSet{
    kName,
    kDescription,
    Argument{"mac", Shape::value, "MAC", "another phone takes this one's place"},
    Argument{"model", Shape::value, "MODEL", "such as 7965", Names::model},
    kPool,
    kProtocol,
    kTemplate,
    kSoftkeys,
    kLocation,
    kLoad,
    kLocale,
    kVersion,
    kProfile,
    kSipProfile,
    kSecurityProfile,
    kDigestUser,
    kDigestPassword,
    kModules,
    kVendorSetting,
    kVendorConfig,
    kXml,
    Argument{"force", Shape::flag, "", "another protocol though its load is not held complete"},
};

constexpr std::array kRemove{
    kName,
    Argument{"keep-numbers", Shape::flag, "", "keep numbers that no phone has any more"},
};

constexpr std::array kPhones{
    Operation{
        "phone",
        "list",
        "Every phone: number, pool, and where it is registered",
        kList,
        "dialtone phone list --pool Default",
        Access::read,
        list_phones},
    Operation{
        "phone",
        "show",
        "All about one phone: servers, lines, file, last steps",
        kShow,
        "dialtone phone show SEP001122334455",
        Access::read,
        show_phone},
    Operation{
        "phone",
        "add",
        "Make a phone that works at once",
        kAdd,
        "dialtone phone add --mac 00:11:22:33:44:55 --model 7965 --dn 1001\n"
        "dialtone phone add --model SIP-basic --dn 4001",
        Access::write,
        add_phone},
    Operation{
        "phone",
        "set",
        "Change a phone; what is not named stays",
        kSet,
        "dialtone phone set SEP001122334455 --description \"Front desk\" --pool Floor1\n"
        "dialtone phone set SEP001122334455 --protocol sip",
        Access::write,
        set_phone},
    Operation{
        "phone",
        "remove",
        "Remove a phone, its lines and the numbers nobody else has",
        kRemove,
        "dialtone phone remove SEP001122334455",
        Access::write,
        remove_phone},
};

}  // namespace

std::span<const Operation> phone_operations() {
    return kPhones;
}

}  // namespace dialtone::operations
