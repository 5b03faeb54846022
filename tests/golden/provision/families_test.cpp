// The file of one phone of each family, made from the seed rows: what varies by model is data, and this is
// what the data say.
#include "db/world_loader.hpp"
#include "server/provision/family_profile.hpp"
#include "server/provision/generated.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

using namespace dialtone;

namespace {

struct Family {
    std::string model;  ///< short name
    std::string device;
};

const Family kFamilies[] = {
    {"7902", "SEP000000007902"},   {"7905", "SEP000000007905"},    {"7912", "SEP000000007912"},
    {"7910", "SEP000000007910"},   {"7920", "SEP000000007920"},    {"7921", "SEP000000007921"},
    {"7925", "SEP000000007925"},   {"7926", "SEP000000007926"},    {"7931", "SEP000000007931"},
    {"7935", "SEP000000007935"},   {"7936", "SEP000000007936"},    {"7937", "SEP000000007937"},
    {"7940", "SEP000000007940"},   {"7906", "SEP000000007906"},    {"7911", "SEP000000007911"},
    {"7941", "SEP000000007941"},   {"7942", "SEP000000007942"},    {"7945", "SEP000000007945"},
    {"7961", "SEP000000007961"},   {"7962", "SEP000000007962"},    {"7965", "SEP000000007965"},
    {"7970", "SEP000000007970"},   {"7971", "SEP000000007971"},    {"7975", "SEP000000007975"},
    {"7985", "SEP000000007985"},   {"6901", "SEP000000006901"},    {"6911", "SEP000000006911"},
    {"6921", "SEP000000006921"},   {"6941", "SEP000000006941"},    {"6945", "SEP000000006945"},
    {"6961", "SEP000000006961"},   {"8941", "SEP000000008941"},    {"8945", "SEP000000008945"},
    {"ATA186", "ATA000000000186"}, {"analog", "AN0000000000401"},  {"VGC", "VGC000000000001"},
    {"CIPC", "SEP000000030016"},   {"SPA504G", "SEP000000080004"},
};

/// Those whose file is kept; the others of a family are compared with it.
const std::string kKept[] = {
    "7905",
    "7910",
    "7920",
    "7925",
    "7931",
    "7935",
    "7937",
    "7940",
    "7985",
    "6945",
    "8945",
    "ATA186",
    "analog",
    "CIPC",
    "SPA504G"};

/// One phone of each SIP family, whose files are kept; the others of a family are compared with it.
const Family kSipFamilies[] = {
    {"7965", "SEP0000000S7965"},   {"7906", "SEP0000000S7906"},   {"7911", "SEP0000000S7911"},
    {"7941", "SEP0000000S7941"},   {"7942", "SEP0000000S7942"},   {"7945", "SEP0000000S7945"},
    {"7961", "SEP0000000S7961"},   {"7962", "SEP0000000S7962"},   {"7970", "SEP0000000S7970"},
    {"7971", "SEP0000000S7971"},   {"7975", "SEP0000000S7975"},   {"7931", "SEP0000000S7931"},
    {"3905", "SEP0000000S3905"},   {"3911", "SEP0000000S3911"},   {"3951", "SEP0000000S3951"},
    {"6945", "SEP0000000S6945"},   {"6901", "SEP0000000S6901"},   {"6911", "SEP0000000S6911"},
    {"6921", "SEP0000000S6921"},   {"6941", "SEP0000000S6941"},   {"6961", "SEP0000000S6961"},
    {"8945", "SEP0000000S8945"},   {"8941", "SEP0000000S8941"},   {"8865", "SEP0000000S8865"},
    {"7811", "SEP0000000S7811"},   {"7821", "SEP0000000S7821"},   {"7832", "SEP0000000S7832"},
    {"7841", "SEP0000000S7841"},   {"7861", "SEP0000000S7861"},   {"8811", "SEP0000000S8811"},
    {"8821", "SEP0000000S8821"},   {"8831", "SEP0000000S8831"},   {"8832", "SEP0000000S8832"},
    {"8841", "SEP0000000S8841"},   {"8845", "SEP0000000S8845"},   {"8851", "SEP0000000S8851"},
    {"8861", "SEP0000000S8861"},   {"DX650", "SEP0000000SDX65"},  {"DX70", "SEP0000000SDX70"},
    {"DX80", "SEP0000000SDX80"},   {"9971", "SEP0000000S9971"},   {"9951", "SEP0000000S9951"},
    {"8961", "SEP0000000S8961"},   {"CIPC", "SEP0000000SCIPC"},   {"ATA191", "ATA0000000S0191"},
    {"ATA190", "ATA0000000S0190"}, {"ATA187", "ATA0000000S0187"}, {"7940", "SEP0000000S7940"},
    {"7960", "SEP0000000S7960"},
};

const std::string kKeptSip[] = {"7965", "6945", "8945", "8865", "9971", "CIPC", "ATA191", "7940"};

std::string read(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// An office with every model, one phone each.
WorldPtr office() {
    test::FreshSite site;
    site.database.script(
        "UPDATE date_time_group SET time_zone = 'Europe/Zurich', date_template = 'D.M.Y';"
        "UPDATE enterprise_phone SET vendor_config = '<webAccess>1</webAccess>';"
        "UPDATE parameter SET value = 'http://10.0.0.1/menu' WHERE name = 'url-services'"
    );
    for (const auto& family : kFamilies) {
        site.database.run(
            "INSERT INTO device (name, model, protocol, device_pool, button_template)"
            " SELECT ?2, device_default.model, 'SCCP', 1, device_default.button_template FROM device_default"
            " JOIN phone_model ON phone_model.id = device_default.model"
            " WHERE phone_model.short_name = ?1 AND device_default.protocol = 'SCCP'",
            family.model,
            family.device
        );
    }
    auto loaded = db::load_world(site.database);
    REQUIRE(loaded.world != nullptr);
    return loaded.world;
}

/// The same with SIP: each phone alone with what keys can have, so that files of one family are the same.
std::string sip_file(const Family& family, const std::string& name) {
    test::FreshSite site;
    site.database.script(
        "UPDATE date_time_group SET time_zone = 'Europe/Zurich', date_template = 'D.M.Y',"
        " ntp_servers = '10.0.0.1';"
        "INSERT INTO directory_number (id, pattern, partition_id) VALUES (1, '1001', 1), (2, '1002', 1)"
    );
    site.database.run(
        "INSERT INTO device (id, name, description, model, protocol, device_pool, button_template, "
        "digest_user,"
        " digest_password)"
        " SELECT 1, ?2, 'Zürich', device_default.model, 'SIP', 1, device_default.button_template, 'desk', "
        "'s3cret'"
        " FROM device_default JOIN phone_model ON phone_model.id = device_default.model"
        " WHERE phone_model.short_name = ?1 AND device_default.protocol = 'SIP'",
        family.model,
        family.device
    );
    // One key of each kind, on every model: what keys a model has is its template's business.
    site.database.script(
        "DELETE FROM button_template_button WHERE template = (SELECT button_template FROM device);"
        "INSERT INTO button_template_button (template, position, feature) SELECT button_template, column1, "
        "column2"
        " FROM device, (VALUES (1, 'line'), (2, 'line'), (3, 'speed dial'), (4, 'speed dial blf'),"
        " (5, 'do not disturb'));"
        "INSERT INTO line_appearance (device, line, directory_number, label, display)"
        " VALUES (1, 1, 1, 'Reception', 'Ann & Bob'), (1, 2, 2, '', '');"
        "INSERT INTO speed_dial (device, position, number, label) VALUES (1, 1, '2000', 'Boss'), (1, 2, "
        "'2001', '')"
    );
    const auto loaded = db::load_world(site.database);
    REQUIRE(loaded.world != nullptr);
    const auto file = provision::generate(*loaded.world, name);
    REQUIRE(file);
    return *file->body;
}

void check_kept(const std::string& body, const std::string& name) {
    const auto path = std::string{DIALTONE_GOLDEN_DIRECTORY} + "/" + name;
    if (std::getenv("DIALTONE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream{path, std::ios::binary} << body;
    }
    CHECK(body == read(path));
}

std::string file_of(const World& world, const std::string& device) {
    const auto file = provision::generate(world, device + ".cnf.xml");
    REQUIRE(file);
    return *file->body;
}

}  // namespace

TEST_CASE("Golden: the file of each family, from the seed rows", "[golden][provision]") {
    const auto world = office();
    for (const auto& family : kFamilies) {
        if (std::find(std::begin(kKept), std::end(kKept), family.model) == std::end(kKept)) {
            continue;
        }
        CAPTURE(family.model);
        const auto path = std::string{DIALTONE_GOLDEN_DIRECTORY} + "/family-" + family.model + ".cnf.xml";
        const auto body = file_of(*world, family.device);
        if (std::getenv("DIALTONE_UPDATE_GOLDEN") != nullptr) {
            std::ofstream{path, std::ios::binary} << body;
        }
        CHECK(body == read(path));
    }
}

TEST_CASE("Golden: models of one family get the same file", "[golden][provision]") {
    const auto world = office();
    std::map<std::string, std::string> bodies;
    for (const auto& family : kFamilies) {
        CAPTURE(family.model);
        const auto* model = world->find_model(family.model);
        REQUIRE(model != nullptr);
        const auto body = file_of(*world, family.device);
        const auto [known, is_first] = bodies.emplace(model->family, body);
        CHECK(known->second == body);
    }
    CHECK(bodies.size() == 15);
}

TEST_CASE(
    "Every SCCP model of the seed names a family that there is, and its file fits", "[golden][provision]"
) {
    const auto world = office();
    world->models.for_each([&](ModelId, const PhoneModel& model) {
        if (model.speaks_sccp) {
            CAPTURE(model.name, model.family);
            CHECK(provision::family_profile(model.family).name == model.family);
        }
    });
    for (const auto& family : kFamilies) {
        CAPTURE(family.model);
        const auto* model = world->find_model(family.model);
        CHECK(file_of(*world, family.device).size() < provision::family_profile(model->family).max_octets);
    }
}

TEST_CASE("Golden: the file of each SIP family, from the seed rows", "[golden][provision][sip]") {
    std::map<std::string, std::string> bodies;
    const auto world = office();
    for (const auto& family : kSipFamilies) {
        CAPTURE(family.model);
        const auto body = sip_file(family, family.device + ".cnf.xml");
        if (std::find(std::begin(kKeptSip), std::end(kKeptSip), family.model) != std::end(kKeptSip)) {
            check_kept(body, "sip-family-" + family.model + ".cnf.xml");
        }
        const auto* model = world->find_model(family.model);
        REQUIRE(model != nullptr);
        REQUIRE(model->speaks_sip);
        // The number of lines logged is the only thing that could differ, and all of them have two.
        CHECK(bodies.emplace(model->family, body).first->second == body);
        CHECK(body.size() < provision::family_profile(model->family).max_octets);
    }
    CHECK(bodies.size() == std::size(kKeptSip));
}

TEST_CASE("Golden: what SIP phones fetch beside their own file", "[golden][provision][sip]") {
    const Family phone{"9971", "SEP0000000S9971"};
    for (const std::string name :
         {"softkeys.xml",
          "featurePolicyDefault.xml",
          "dialplan.xml",
          "dialplan7940.xml",
          "AppDialRules.xml"}) {
        CAPTURE(name);
        check_kept(sip_file(phone, name), "sip-" + name);
    }
    check_kept(sip_file({"7960", "SEP000000007960"}, "SIP000000007960.cnf"), "sip-7960.cnf");
    check_kept(sip_file({"7960", "SEP000000007960"}, "SIPDefault.cnf"), "sip-default.cnf");
}

TEST_CASE("Every SIP model of the seed names a family whose file has its lines", "[golden][provision][sip]") {
    const auto world = office();
    world->models.for_each([&](ModelId, const PhoneModel& model) {
        if (model.speaks_sip) {
            CAPTURE(model.name, model.family);
            const auto& family = provision::family_profile(model.family);
            CHECK(family.name == model.family);
            // 7905 and 7912 with SIP read compiled profiles alone.
            const bool has_file = (family.bit & (provision::kSipInXml | provision::kLegacy40)) != 0;
            CHECK((has_file || model.is_third_party() || model.family == "legacy05"));
        }
    });
}
