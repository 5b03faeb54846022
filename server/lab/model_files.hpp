#pragma once

#include "server/lab/phone_models.hpp"

#include <array>

/// The names of the files that models ask for, in the order in which they do: rows of phone_models.cpp refer
/// to them.
namespace dialtone::lab::model_files {

using namespace std::string_view_literals;
using enum ConfigurationKind;
using enum SidePlace;

inline constexpr std::array kCtl{"CTLSEP{mac}.tlv"sv};
// Order C, I, I as in the log of a 7942: the CTL, the phone's own ITL, the general one.
inline constexpr std::array kCtlAndItl{"CTLSEP{mac}.tlv"sv, "ITLSEP{mac}.tlv"sv, "ITLFile.tlv"sv};

inline constexpr std::array kOldLoader{"OS79XX.TXT"sv};
inline constexpr std::array kWireless{"WLAN{mac}.xml"sv, "WLANDefault.xml"sv};

inline constexpr std::array kXml{
    ConfigurationFile{own, "{name}.cnf.xml"}, ConfigurationFile{fallback, "XMLDefault.cnf.xml"}};
inline constexpr std::array kXmlThenOld{
    ConfigurationFile{own, "{name}.cnf.xml"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"},
    ConfigurationFile{compiled, "SEPDEFAULT.cnf"}};
inline constexpr std::array kOldOnly{
    ConfigurationFile{compiled, "SEP{mac}.cnf"}, ConfigurationFile{compiled, "SEPDEFAULT.cnf"}};
inline constexpr std::array k7935{
    ConfigurationFile{own, "{name}.cnf.xml"},
    ConfigurationFile{compiled, "SEP{mac}.cnf"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"},
    ConfigurationFile{compiled, "SEPDefault.cnf"}};
inline constexpr std::array k7936{
    ConfigurationFile{own, "{name}.cnf.xml"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"},
    ConfigurationFile{compiled, "SEPDefault.cnf"}};
// One guide has the 7902, 7905 and 7912 ask in lower case.
inline constexpr std::array k7905{
    ConfigurationFile{own, "SEP{low}.cnf.xml"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"},
    ConfigurationFile{compiled, "SEPDefault.cnf"},
    ConfigurationFile{compiled, "ld{low}"},
    ConfigurationFile{compiled, "lddefault.cfg"}};
inline constexpr std::array k7912{
    ConfigurationFile{own, "SEP{low}.cnf.xml"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"},
    ConfigurationFile{compiled, "SEPDefault.cnf"},
    ConfigurationFile{compiled, "gk{low}"},
    ConfigurationFile{compiled, "gkdefault.cfg"}};
inline constexpr std::array kAdapter{
    ConfigurationFile{compiled, "ata{low}"},
    ConfigurationFile{compiled, "atadefault.cfg"},
    ConfigurationFile{own, "{name}.cnf.xml"},
    ConfigurationFile{fallback, "XMLDefault.cnf.xml"}};

inline constexpr std::array k7905Side{
    SideFile{user_locale, "7905-font.xml"}, SideFile{user_locale, "7905-dictionary.xml"}};
inline constexpr std::array k7960Side{
    SideFile{user_locale, "7960-dictionary.xml"},
    SideFile{user_locale, "7960-font.xml"},
    SideFile{user_locale, "7960-kate.xml"},
    SideFile{user_locale, "SCCP-dictionary.xml"},
    SideFile{network_locale, "7960-tones.xml"},
    SideFile{root, "RINGLIST.XML"}};
inline constexpr std::array kWirelessSide{
    SideFile{root, "Ringlist.xml"},
    SideFile{root, "DistinctiveRingList.xml"},
    SideFile{user_locale, "7921-dictionary.xml"},
    SideFile{user_locale, "7921-kate.utf-8.xml"},
    SideFile{user_locale, "7921-font.dat"},
    SideFile{network_locale, "g3-tones.xml"}};
inline constexpr SideFile kJavaTones{network_locale, "g3-tones.xml"};
inline constexpr std::array kTc{SideFile{user_locale, "tc-sccp.jar"}, kJavaTones};
inline constexpr std::array kMk{SideFile{user_locale, "mk-sccp.jar"}, kJavaTones};
inline constexpr std::array kBe{SideFile{user_locale, "be-sccp.jar"}, kJavaTones};
inline constexpr std::array kTd{SideFile{user_locale, "td-sccp.jar"}, kJavaTones};
inline constexpr std::array kRtl{
    SideFile{user_locale, "rtl-sccp.jar"}, kJavaTones, SideFile{root, "Ringlist.xml"}};
inline constexpr std::array kGb{
    SideFile{user_locale, "gb-sccp-sip.jar"}, kJavaTones, SideFile{root, "Desktops/800x480x24/List.xml"}};
inline constexpr std::array kProgramSide{
    SideFile{root, "Communicator/LdapDirectories.xml"}, SideFile{root, "Ringlist.xml"}};

}  // namespace dialtone::lab::model_files
