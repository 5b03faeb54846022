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
