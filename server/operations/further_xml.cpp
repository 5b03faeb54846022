#include "server/operations/phone_edit.hpp"

#include "common/error/try.hpp"
#include "server/provision/further_elements.hpp"
#include "server/provision/merged_file.hpp"
#include "server/provision/phone_file.hpp"

#include <fmt/format.h>

#include <fstream>

namespace dialtone::operations {

namespace {

/// At most one octet more than is looked at, so that a file that is too large is told from one that fits.
Outcome<std::string> read_document(const std::string& path) {
    std::string text;
    if (path.empty()) {
        return text;
    }
    std::ifstream file{path, std::ios::binary};
    text.resize(provision::kMaxFurtherDocument + 1);
    if (file) {
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
    }
    if (!file.is_open() || file.bad() || file.gcount() == 0) {
        return failed(fmt::format("--xml: there is nothing to read in {}.", path));
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

}  // namespace

Outcome<void> edit_further_xml(const World& world, const Call& call, Device& device) {
    if (!call.has("xml")) {
        return {};
    }
    DIALTONE_TRY(const auto document, read_document(call.text("xml")));
    DIALTONE_TRY(auto further, provision::normal_further_elements(document));
    device.further_xml = std::move(further);
    const auto source = provision::PhoneSource::of(world, device);
    if (!source || device.further_xml.empty()) {
        return {};
    }
    if (const auto misfit = provision::misfit_of_further_elements(*source, device.further_xml);
        !misfit.empty()) {
        return invalid(fmt::format(
            "--xml: <{}> does not fit the phone's file: it holds text where that has elements, or the other "
            "way "
            "round. `dialtone file {}.cnf.xml` shows it.",
            misfit,
            device.name.text()
        ));
    }
    if (const auto octets = provision::render_phone_file(*source).size();
        octets > source->family.max_octets) {
        return invalid(fmt::format(
            "--xml: with these elements the file would have {} octets, and a {} may refuse more than {}.",
            octets,
            source->model.name,
            source->family.max_octets
        ));
    }
    return {};
}

}  // namespace dialtone::operations
