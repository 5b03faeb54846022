#include "tests/support/firmware.hpp"
#include "tests/unit/operations/bench.hpp"

#include "common/model/loads.hpp"
#include "db/world_loader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;
using test::json_at;

namespace {

constexpr auto kPhone = "SEP001122334455";
constexpr auto kLoad = "SIP45.9-4-2SR3-1S";

struct Site : Bench {
    Site() {
        with_node();
        REQUIRE(ask({"node", "set", "cm1", "--files", fixed().string()}).has_value());
        std::filesystem::create_directories(fixed());
    }

    [[nodiscard]] std::filesystem::path fixed() const { return scratch.path() / "tftpboot"; }

    void put(const std::string& name, const std::string& content) const {
        std::ofstream{fixed() / name, std::ios::binary} << content;
    }

    /// A SIP image, whole.
    void put_load() const {
        put(std::string{kLoad} + ".loads",
            test::signed_load_list(std::string{kLoad} + ".loads", "jar45sip.sbn\r\n"));
        put("jar45sip.sbn", std::string(1000, 'x'));
    }

    void add_7965() {
        REQUIRE(
            ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001", "--dn", "1002"})
                .has_value()
        );
    }

    [[nodiscard]] Device device(const std::string& name) const {
        auto open = database();
        const auto world = db::load_world(open).world;
        const auto* found = world->find_device(*DeviceName::parse(name));
        REQUIRE(found != nullptr);
        return *found;
    }

    std::string shown(const std::string& path) { return json_at(json({"phone", "show", kPhone}), path); }

    std::string file(const std::string& name) { return type({"file", name}).out; }
};

/// What it says to a person, in one line.
std::string remarks_of(const Outcome<operations::Report>& report) {
    REQUIRE(report.has_value());
    std::string words;
    for (const auto& remark : report->remarks) {
        words += remark + " ";
    }
    return words;
}

}  // namespace

TEST_CASE(
    "phone add: a third-party device is one command that says what to type into it", "[operations][sip]"
) {
    Site site;
    const auto made = site.json({"phone", "add", "--model", "SIP-basic", "--dn", "4001"});
    CHECK(json_at(made, "/name") == "SIP4001");
    CHECK(json_at(made, "/protocol") == "SIP");
    CHECK(json_at(made, "/server") == "10.0.0.1:5060");
    CHECK(json_at(made, "/user") == "4001");
    CHECK(json_at(made, "/password").size() == 24);
    CHECK(site.device("SIP4001").digest_password == json_at(made, "/password"));
    CHECK(json_at(site.json({"phone", "show", "SIP4001"}), "/digest_user") == "4001");
    CHECK_THAT(site.type({"phone", "show", "SIP4001"}).out, !Contains(json_at(made, "/password")));
    CHECK_THAT(
        site.refusal(
            {"phone",
             "add",
             "--model",
             "SIP-basic",
             "--name",
             "SOFT",
             "--dn",
             "4002",
             "--digest-user",
             "4001"}
        ),
        Contains("The digest user 4001 is SIP4001's")
    );
    // A new secret is told once, too.
    const auto changed = site.json({"phone", "set", "SIP4001", "--digest-password", ""});
    CHECK(json_at(changed, "/password").size() == 24);
    CHECK(json_at(changed, "/password") != json_at(made, "/password"));
    const auto own =
        site.json({"phone", "set", "SIP4001", "--digest-user", "ann", "--digest-password", "pa55"});
    CHECK(json_at(own, "/user") == "ann");
    CHECK(json_at(own, "/password") == "pa55");
}

TEST_CASE(
    "phone add: a Cisco phone with SIP gets a secret of its own, and its file has it", "[operations][sip]"
) {
    Site site;
    REQUIRE(site.ask({"phone", "add", "--mac", "001122334455", "--model", "8841", "--dn", "1001"}).has_value()
    );
    const auto device = site.device(kPhone);
    CHECK(device.digest_user == kPhone);
    CHECK(device.digest_password.size() == 24);
    const auto file = site.file(std::string{kPhone} + ".cnf.xml");
    CHECK_THAT(file, Contains("<authPassword>" + device.digest_password + "</authPassword>"));
    CHECK_THAT(site.type({"phone", "show", kPhone}).out, !Contains(device.digest_password));
    for (const auto* side :
         {"softkeys.xml", "featurePolicyDefault.xml", "dialplan.xml", "AppDialRules.xml"}) {
        CAPTURE(side);
        CHECK(site.type({"file", side}).status == 0);
    }
}

TEST_CASE("phone: what is for SIP phones alone", "[operations][sip]") {
    Site site;
    site.add_7965();
    for (const auto* argument :
         {"--sip-profile", "--security-profile", "--digest-user", "--digest-password"}) {
        CAPTURE(argument);
        CHECK_THAT(
            site.refusal({"phone", "set", kPhone, argument, "x"}),
            Contains("is for SIP phones, and " + std::string{kPhone})
        );
    }
    REQUIRE(site.ask({"phone", "add", "--mac", "0011223344AA", "--model", "8841", "--dn", "1009"}).has_value()
    );
    for (const auto* bad : {"a b", "a\"b", "a:b", "a\\b", "\xc3\xa9", "0123456789012345678901234567890"}) {
        CAPTURE(bad);
        CHECK_THAT(
            site.refusal({"phone", "set", "SEP0011223344AA", "--digest-password", bad}),
            Contains("printable characters")
        );
    }
}

TEST_CASE(
    "phone set --protocol: refused without an image that is ready, and it says how to get one",
    "[operations][sip]"
) {
    Site site;
    site.add_7965();
    CHECK_THAT(
        site.refusal({"phone", "set", kPhone, "--protocol", "sip"}),
        Contains("No SIP load is chosen for a Cisco 7965") && Contains("such as SIP45.9-4-2SR3-1S") &&
            Contains("dialtone model set 7965 --protocol SIP --load LOAD") && Contains("--force")
    );
    CHECK_THAT(
        site.refusal({"phone", "set", kPhone, "--protocol", "sip", "--load", kLoad}),
        Contains("is not held complete") && Contains("SIP45.9-4-2SR3-1S.loads is missing")
    );
    CHECK_THAT(
        site.refusal({"phone", "set", kPhone, "--protocol", "sip", "--load", "SCCP45.9-4-2SR3-1S"}),
        Contains("speaks SCCP, not SIP")
    );
    CHECK(site.device(kPhone).protocol == Protocol::sccp);
    REQUIRE(site.ask({"phone", "add", "--mac", "0011223344AA", "--model", "7925", "--dn", "1009"}).has_value()
    );
    CHECK_THAT(
        site.refusal({"phone", "set", "SEP0011223344AA", "--protocol", "sip", "--force"}),
        Contains("A Cisco 7925 does not speak SIP")
    );
}

TEST_CASE("phone set --protocol: says what will happen, and what stays", "[operations][sip]") {
    Site site;
    site.add_7965();
    site.put_load();
    REQUIRE(site.ask({"phone", "set", kPhone, "--load", "SCCP45.8-5-4S"}).has_value());
    REQUIRE(site.ask({"model", "set", "7965", "--protocol", "SIP", "--load", kLoad}).has_value());
    const auto words = remarks_of(site.ask({"phone", "set", kPhone, "--protocol", "sip"}));
    CHECK_THAT(words, Contains("It changes from SCCP to SIP"));
    CHECK_THAT(words, Contains("finds the load SIP45.9-4-2SR3-1S in it"));
    CHECK_THAT(words, Contains("lines 1001, 1002"));
    CHECK_THAT(words, Contains("Standard 7965 SIP"));
    CHECK_THAT(words, Contains("SCCP45.8-5-4S was for SCCP"));
    const auto device = site.device(kPhone);
    CHECK(device.protocol == Protocol::sip);
    CHECK(device.load.empty());
    CHECK(device.lines.size() == 2);
    CHECK(device.digest_user == kPhone);
    CHECK(device.digest_password.size() == 24);
    const auto file = site.file(std::string{kPhone} + ".cnf.xml");
    CHECK_THAT(file, Contains("<deviceProtocol>SIP</deviceProtocol>"));
    CHECK_THAT(file, Contains("<loadInformation>SIP45.9-4-2SR3-1S</loadInformation>"));
    CHECK_THAT(file, Contains("<name>1002</name>"));

    // And back, insisting.
    CHECK_THAT(
        site.refusal({"phone", "set", kPhone, "--protocol", "sccp"}), Contains("No SCCP load is chosen")
    );
    const auto remarks = remarks_of(site.ask({"phone", "set", kPhone, "--protocol", "sccp", "--force"}));
    CHECK_THAT(remarks, Contains("names no load, so it keeps its image"));
    CHECK(site.device(kPhone).protocol == Protocol::sccp);
}

TEST_CASE("phone set: another model in the same place needs no image of the old one", "[operations][sip]") {
    Site site;
    site.add_7965();
    CHECK(site.ask({"phone", "set", kPhone, "--model", "8841"}).has_value());
    CHECK(site.device(kPhone).protocol == Protocol::sip);
}

TEST_CASE("phone: a SIP phone is not said to be served while nobody registers it", "[operations][sip]") {
    Site site;
    const auto made = site.type({"phone", "add", "--mac", "001122334455", "--model", "8841", "--dn", "1001"});
    CHECK(made.status == 0);
    CHECK_THAT(made.out, Contains("nobody") && !Contains("It registers with"));
    CHECK_THAT(site.json({"phone", "show", kPhone}), Contains("registers SCCP phones alone"));
    const auto checked = site.type({"check"});
    CHECK(checked.status == 1);
    CHECK_THAT(site.json({"check"}), Contains("phone.not_served") && Contains("registers SCCP phones alone"));
}

TEST_CASE("file --diff: a third-party device has no file", "[operations][sip]") {
    Site site;
    REQUIRE(site.ask({"phone", "add", "--model", "SIP-basic", "--dn", "4001"}).has_value());
    CHECK_THAT(site.refusal({"file", "SIP4001.cnf.xml", "--diff"}), Contains("set up by hand"));
    CHECK(site.type({"file", "SIP4001.cnf.xml"}).status != 0);
}
