#include "server/provision/softkey_files.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/side_file_names.hpp"
#include "server/provision/version_stamp.hpp"
#include "server/provision/xml_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace dialtone::provision {

namespace {

constexpr std::string_view kStandardName = "Standard User";
constexpr XmlStyle kStyle{.text = TextForm::references, .self_closes = true};
constexpr std::size_t kExpectedOctets = 6144;
constexpr std::size_t kMaxKeys = 16;
/// Number of the help text that is built into the phones, for event 0.
constexpr std::uint32_t kHelp = 300;

struct Key {
    std::string_view name;  ///< of the template
    std::string_view id;    ///< in the file
    std::uint32_t tag;      ///< of the label in the phone's dictionary
    std::uint32_t event;
};

constexpr std::array kKeys = {
    Key{"Undefined", "Undefined", 0, 0},
    Key{"Redial", "Redial", 1, 1},
    Key{"NewCall", "NewCall", 2, 2},
    Key{"Hold", "Hold", 3, 3},
    Key{"Trnsfer", "Transfer", 4, 4},
    Key{"CFwdAll", "CFwdAll", 5, 5},
    Key{"<<", "<<", 8, 8},
    Key{"EndCall", "EndCall", 9, 9},
    Key{"Resume", "Resume", 10, 10},
    Key{"Answer", "Answer", 11, 11},
    Key{"Confrn", "Confrn", 13, 13},
    Key{"Park", "Park", 14, 14},
    Key{"Join", "Join", 15, 15},
    Key{"MeetMe", "MeetMe", 16, 16},
    Key{"PickUp", "PickUp", 17, 17},
    Key{"GPickUp", "GPickUp", 18, 18},
    Key{"RmLstC", "RmLstC", 57, 19},
    Key{"CallBack", "CallBack", 65, 20},
    Key{"QRT", "QRT", 75, 22},
    Key{"MCID", "MCID", 76, 27},
    Key{"Select", "Select", 78, 29},
    Key{"ConfList", "ConfList", 79, 30},
    Key{"iDivert", "iDivert", 80, 31},
    Key{"OPickUp", "OPickUp", 91, 34},
    Key{"HLog", "HLog", 92, 35},
    Key{"DND", "DND", 63, 69},
    Key{"AbbrDial", "AbbrDial", 7740, 71},
    Key{"Record", "Record", 7747, 74},
};

struct Set {
    std::string_view call_mode;  ///< of the template
    std::string_view id;         ///< in the file
    std::string_view allowed;    ///< blank before and behind each
};

/// Every set must be there, an empty one too.
constexpr std::array kSets = {
    Set{"on hook",
        "On Hook",
        " Redial NewCall DND CFwdAll HLog PickUp GPickUp OPickUp CallBack MeetMe QRT Undefined "},
    Set{"off hook",
        "Off Hook",
        " Redial EndCall DND CFwdAll HLog PickUp GPickUp OPickUp AbbrDial Undefined "},
    Set{"off hook with feature", "Off Hook With Feature", " Redial EndCall DND AbbrDial Undefined "},
    Set{"digits after first", "Digits After First", " EndCall << DND AbbrDial Undefined "},
    Set{"ring out", "Ring Out", " EndCall DND CallBack Undefined "},
    Set{"connected",
        "Connected",
        " Hold EndCall Transfer Park Confrn ConfList RmLstC Record iDivert DND HLog QRT MCID Select Join "
        "Undefined "},
    Set{"connected no feature", "Connected No Feature", " EndCall Undefined "},
    Set{"connected transfer", "Connected Transfer", " EndCall Transfer CallBack QRT Undefined "},
    Set{"connected conference", "Connected Conference", " EndCall Confrn DND QRT Undefined "},
    Set{"on hold", "On Hold", " Resume NewCall iDivert DND Select Join Undefined "},
    Set{"ring in", "Ring In", " Answer iDivert DND Undefined "},
    Set{"remote in use", "Remote In Use", " "},
};

struct Feature {
    std::string_view name;
    std::string_view softkey;  ///< whose presence switches it on; empty: it has no softkey and is on
};

/// In the order of their ids, from 1.
constexpr std::array kFeatures = {
    Feature{"Forward All", "CFwdAll"},
    Feature{"Park", "Park"},
    Feature{"Divert (Alerting)", "iDivert"},
    Feature{"Conference Details", "ConfList"},
    Feature{"Speed Dial", ""},
    Feature{"Call Back", "CallBack"},
    Feature{"Redial", "Redial"},
    Feature{"Barge", "Barge"},
    Feature{"Divert (Connected)", "iDivert"},
    Feature{"Call PickUp", "PickUp"},
    Feature{"Other Call PickUp", "OPickUp"},
    Feature{"Group Call PickUp", "GPickUp"},
    Feature{"Mobility", "Mobility"},
    Feature{"Meet Me", "MeetMe"},
    Feature{"Quality Reporting Tool", "QRT"},
    Feature{"Malicious Caller ID", "MCID"},
};

const Key* find_key(std::string_view name) {
    const auto* found =
        std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& key) { return iequals(key.name, name); });
    return found == kKeys.end() ? nullptr : found;
}

bool is_allowed(const Set& set, const Key& key) {
    return set.allowed.find(" " + std::string{key.id} + " ") != std::string_view::npos;
}

/// What phones take of the template in that set.
std::vector<const Key*> keys_in(const SoftkeyTemplate& row, const Set& set) {
    std::vector<const Key*> keys;
    for (const auto& own : row.sets) {
        if (!iequals(own.call_mode, set.call_mode)) {
            continue;
        }
        for (const auto& name : own.keys) {
            // A blank name keeps the place of a key empty.
            const auto* key = find_key(name.empty() ? "Undefined" : std::string_view{name});
            if (key != nullptr && is_allowed(set, *key) && keys.size() < kMaxKeys) {
                keys.push_back(key);
            }
        }
    }
    return keys;
}

void write_definition(XmlWriter& xml, const Key& key) {
    xml.open("softKeyDef", "keyID", key.id);
    xml.element("tag", key.tag);
    xml.element("eventID", key.event);
    xml.element("helpID", key.event == 0 ? 0 : kHelp + key.event);
    xml.close("softKeyDef");
}

bool has_softkey(const SoftkeyTemplate& row, std::string_view name) {
    return std::any_of(row.sets.begin(), row.sets.end(), [&](const SoftkeySet& set) {
        return std::any_of(set.keys.begin(), set.keys.end(), [&](const std::string& key) {
            return iequals(key, name);
        });
    });
}

std::string file_name(const PhoneSource& source, std::string_view standard, std::string_view prefix) {
    const auto id = source.device.softkey_template;
    return id.is_set() ? std::string{prefix} + std::to_string(id.value()) + ".xml" : std::string{standard};
}

}  // namespace

const SoftkeyTemplate* standard_softkeys(const World& world) {
    return world.find_softkey_template(kStandardName);
}

const SoftkeyTemplate* softkeys_of(const PhoneSource& source) {
    const auto id = source.device.softkey_template;
    return id.is_set() ? source.world.softkey_templates.find(id) : standard_softkeys(source.world);
}

std::string_view softkey_template_name(const PhoneSource& source) {
    const auto* row = softkeys_of(source);
    return row == nullptr ? kStandardName : std::string_view{row->name};
}

std::string softkey_file_name(const PhoneSource& source) {
    return file_name(source, kStandardSoftkeyFile, kSoftkeyPrefix);
}

std::string feature_policy_name(const PhoneSource& source) {
    return file_name(source, kStandardFeaturePolicy, kFeaturePolicyPrefix);
}

std::string render_softkey_file(const SoftkeyTemplate& keys) {
    XmlWriter xml{kStyle, kExpectedOctets};
    xml.declare();
    xml.open("softKeyCfg");
    const auto stamp = write_blank_stamp(xml);
    xml.open("typeSoftKey");
    for (const auto& key : kKeys) {
        write_definition(xml, key);
    }
    xml.close("typeSoftKey");
    xml.open("softKeySets");
    for (const auto& set : kSets) {
        xml.open("softKeySet", "id", set.id);
        for (const auto* key : keys_in(keys, set)) {
            xml.element("softKey", "keyID", key->id, "");
        }
        xml.close("softKeySet");
    }
    xml.close("softKeySets");
    xml.close("softKeyCfg");
    auto body = xml.take();
    fill_stamp(body, stamp);
    return body;
}

std::string render_feature_policy(const SoftkeyTemplate& keys) {
    XmlWriter xml{kStyle, kExpectedOctets};
    xml.declare();
    xml.open("featurePolicy", "name", keys.name);
    const auto stamp = write_blank_stamp(xml);
    std::uint64_t id = 0;
    for (const auto& feature : kFeatures) {
        xml.open("featureDef", "name", feature.name);
        xml.element("id", ++id);
        xml.element(
            "enable", feature.softkey.empty() || has_softkey(keys, feature.softkey) ? "true" : "false"
        );
        xml.close("featureDef");
    }
    xml.close("featurePolicy");
    auto body = xml.take();
    fill_stamp(body, stamp);
    return body;
}

}  // namespace dialtone::provision
