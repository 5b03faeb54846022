#include "server/provision/lint_sip.hpp"

#include "common/text/utf8.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/sip_text.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <cstdint>
#include <string_view>

namespace dialtone::provision {

namespace {

constexpr std::string_view kCallManagers = "USECALLMANAGER";
constexpr std::string_view kNoName = "UNPROVISIONED";

/// The file as the phone reads it.
class SipFile {
 public:
    explicit SipFile(const PhoneSource& source) {
        const auto body = render_phone_file(source);
        is_read_ = static_cast<bool>(document_.load_buffer(body.data(), body.size()));
    }

    [[nodiscard]] pugi::xml_node device() const { return document_.document_element(); }

    [[nodiscard]] pugi::xml_node profile() const { return device().child("sipProfile"); }

    [[nodiscard]] bool is_read() const { return is_read_; }

 private:
    pugi::xml_document document_;
    bool is_read_ = false;
};

bool is_in_xml(const PhoneSource& source) {
    return (source.family.bit & kSipInXml) != 0;
}

void check_no_line(const PhoneSource& source, Sentences& out) {
    out.push_back(fmt::format(
        "It has no line with a button, so it shows \"unprovisioned\" and does not register. `dialtone line "
        "add {} "
        "DN` gives it one.",
        source.device.name.text()
    ));
}

void check_first_line(const PhoneSource& source, const pugi::xml_node& line, Sentences& out) {
    const std::string_view name = line.child_value("name");
    if (name.empty() || name == kNoName) {
        out.push_back(
            "Its first line has no name, so it does not register. Take it out of the further elements."
        );
    }
    for (const auto* element : {"authName", "authPassword"}) {
        if (std::string_view{line.child_value(element)}.empty()) {
            out.push_back(fmt::format(
                "Its first line has no {}, and phones look for none elsewhere: `dialtone phone set {} {} "
                "\"\"` "
                "makes one.",
                element,
                source.device.name.text(),
                std::string_view{element} == "authName" ? "--digest-user" : "--digest-password"
            ));
        }
    }
}

}  // namespace

void check_sip_lines(const PhoneSource& source, Sentences& out) {
    if (reads_sip_text(source)) {
        if (source.device.lines.empty()) {
            check_no_line(source, out);
        }
        return;
    }
    const SipFile file{source};
    if (!is_in_xml(source) || !file.is_read()) {
        return;
    }
    std::uint32_t expected = 0;
    for (const auto& line : file.profile().child("sipLines").children("line")) {
        const auto index = line.attribute("lineIndex");
        if (!index) {
            continue;
        }
        if (index.as_uint() != ++expected) {
            out.push_back(fmt::format(
                "The line on button {} has the lineIndex {}, not {}: phones count lines without gaps. Take "
                "it out "
                "of the further elements.",
                line.attribute("button").value(),
                printable(index.value(), 8),
                expected
            ));
            return;
        }
        if (expected == 1) {
            check_first_line(source, line, out);
        }
    }
    if (expected == 0) {
        check_no_line(source, out);
    }
}

void check_sip_proxies(const PhoneSource& source, Sentences& out) {
    if (source.device.further_xml.empty()) {
        return;  // what we write ourselves is right
    }
    const SipFile file{source};
    for (const auto& line : file.profile().child("sipLines").children("line")) {
        const std::string_view proxy = line.child_value("proxy");
        if (!proxy.empty() && proxy != kCallManagers) {
            out.push_back(fmt::format(
                "The line on button {} names a proxy of its own; loads from 9.0 on register with {} alone. "
                "Take it "
                "out of the further elements.",
                line.attribute("button").value(),
                kCallManagers
            ));
        }
    }
}

void check_sip_transport(const PhoneSource& source, Sentences& out) {
    const auto& security = source.world.security_profile_of(source.device);
    if (is_in_xml(source) && security.transport == SipTransport::udp) {
        out.push_back(fmt::format(
            "Security profile {} lets it speak over UDP alone, where its REGISTER is larger than a packet. "
            "Let it "
            "use TCP: `dialtone security-profile set \"{}\" --transport both`.",
            security.name,
            security.name
        ));
    }
    if (reads_sip_text(source) && security.transport == SipTransport::tcp) {
        out.push_back(fmt::format(
            "Security profile {} wants TCP, and a {} speaks SIP over UDP alone: give it a profile that "
            "allows UDP.",
            security.name,
            source.model.name
        ));
    }
}

void check_sip_security(const PhoneSource& source, Sentences& out) {
    if (source.device.further_xml.empty()) {
        return;  // what we write ourselves is right
    }
    const SipFile file{source};
    if (std::string_view{file.device().child_value("transportLayerProtocol")} == "3") {
        out.push_back(
            "Its further elements set transportLayerProtocol 3 (TLS), but there is no trust list: it could "
            "not "
            "connect. Take the element out."
        );
    }
}

void check_sip_nat(const PhoneSource& source, Sentences& out) {
    if (source.device.further_xml.empty()) {
        return;  // what we write ourselves is right
    }
    const SipFile file{source};
    const auto profile = file.profile();
    if (std::string_view{profile.child_value("natEnabled")} == "true" &&
        std::string_view{profile.child_value("natAddress")}.empty()) {
        out.push_back(
            "Its further elements set natEnabled without a natAddress: voice would go one way. Say the "
            "address "
            "too."
        );
    }
}

void check_sip_clock(const PhoneSource& source, Sentences& out) {
    if (reads_sip_text(source) && !has_sip_text_zone(source.date_time)) {
        out.push_back(fmt::format(
            "A {} with SIP has no word for the time zone {} of date/time group {}: it shows the hour of "
            "Greenwich.",
            source.model.name,
            source.date_time.time_zone,
            source.date_time.name
        ));
    }
}

}  // namespace dialtone::provision
