#include "server/provision/phone_file.hpp"

#include "server/provision/dial_template.hpp"
#include "server/provision/merged_file.hpp"
#include "server/provision/side_file_names.hpp"
#include "server/provision/sip_text.hpp"
#include "server/provision/softkey_files.hpp"
#include "server/provision/version_stamp.hpp"

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

/// Larger than what the families' files come to, so that the text never moves while it grows.
constexpr std::size_t kExpectedOctets = 8192;

std::vector<Given::Entry> digests_by_field(const XmlWriter& xml) {
    constexpr auto kFields = static_cast<std::size_t>(kFirstStationField);
    std::array<std::uint64_t, kFields> digests{};
    std::array<bool, kFields> is_used{};
    const std::string_view text = xml.text();
    const auto& runs = xml.runs();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto end = i + 1 < runs.size() ? runs[i + 1].begin : text.size();
        if (end > runs[i].begin) {
            const auto tag = runs[i].tag;
            digests[tag] = digest_of(text.substr(runs[i].begin, end - runs[i].begin), digests[tag]).low;
            is_used[tag] = true;
        }
    }
    std::vector<Given::Entry> entries;
    for (std::size_t tag = 0; tag < kFields; ++tag) {
        if (is_used[tag]) {
            entries.push_back({{static_cast<Field>(tag), 0}, digests[tag]});
        }
    }
    return entries;
}

/// What a SIP phone is given in further files.
void add_side_digests(std::vector<Given::Entry>& entries, const PhoneSource& source) {
    if (reads_sip_text(source)) {
        const auto digest = digest_of(render_sip_text(source)).low;
        entries.push_back({{Field::sip_text, 0}, digest});
        entries.push_back({{Field::side_files, 0}, digest_of(render_legacy_dial_template(source.world)).low});
        return;
    }
    if ((source.family.bit & kSipInXml) == 0) {
        return;
    }
    auto digest = digest_of(render_dial_template(source.world)).low;
    if (const auto* keys = softkeys_of(source)) {
        digest = digest_of(render_softkey_file(*keys), digest).low;
        digest = digest_of(render_feature_policy(*keys), digest).low;
    }
    entries.push_back({{Field::side_files, 0}, digest});
}

std::vector<Given::Entry> fields_of(const XmlWriter& xml, const PhoneSource& source) {
    auto entries = digests_by_field(xml);
    if (source.device.protocol == Protocol::sip) {
        add_side_digests(entries, source);
    }
    if (const auto& further = source.device.further_xml; !further.empty()) {
        entries.push_back({{Field::further, 0}, digest_of(further).low});
    }
    return entries;
}

}  // namespace

PhoneFile render_phone(const PhoneSource& source) {
    PhoneFile file;
    XmlWriter xml{source.family.style, kExpectedOctets};
    auto stamp = write_phone_sections(xml, source);
    file.fields = fields_of(xml, source);
    const auto& further = source.device.further_xml;
    file.body =
        further.empty() ? xml.take() : merge_further_elements(render_plain_file(source), source, stamp);
    file.version = fill_stamp(file.body, stamp);
    return file;
}

std::string render_phone_file(const PhoneSource& source) {
    return render_phone(source).body;
}

std::string render_plain_file(const PhoneSource& source) {
    XmlWriter xml{{.text = TextForm::references, .self_closes = true}, kExpectedOctets};
    write_phone_sections(xml, source);
    return xml.take();
}

std::string text_of_field(const PhoneSource& source, Field field) {
    if (field == Field::further) {
        return source.device.further_xml;
    }
    if (field == Field::sip_text) {
        return reads_sip_text(source) ? render_sip_text(source) : std::string{};
    }
    if (field == Field::side_files) {
        return "softkeys and feature policy of " + std::string{softkey_template_name(source)} +
               ", dial rules in " + std::string{kDialTemplate} + "\n";
    }
    XmlWriter xml{{.text = TextForm::references, .self_closes = true}, kExpectedOctets};
    write_phone_sections(xml, source);
    const std::string_view text = xml.text();
    const auto& runs = xml.runs();
    std::string found;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto end = i + 1 < runs.size() ? runs[i + 1].begin : text.size();
        if (runs[i].tag == static_cast<std::uint8_t>(field)) {
            found += text.substr(runs[i].begin, end - runs[i].begin);
        }
    }
    return found;
}

std::vector<Given::Entry> phone_file_fields(const PhoneSource& source) {
    XmlWriter xml{source.family.style, kExpectedOctets};
    write_phone_sections(xml, source);
    return fields_of(xml, source);
}

}  // namespace dialtone::provision
