#include "server/change/difference.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using change::Action;
using provision::Field;
using provision::Given;

namespace {

struct Phone {
    World world = sample_world();
    DeviceId id;

    explicit Phone(ModelId model = k7965) : id{add_device(world, "SEP001122334455", model, {"1000"})} {}

    [[nodiscard]] const Device& device() const { return *world.devices.find(id); }

    /// What a phone that received `before` is told in this world.
    [[nodiscard]] std::optional<change::Directive> told(const Given& before) const {
        return change::directive_for(world, device(), before, provision::given(world, device()));
    }
};

}  // namespace

TEST_CASE("Directive: every field has its action", "[change]") {
    const std::vector<std::pair<Field, Action>> rows = {
        {Field::names, Action::none},
        {Field::protocol, Action::reset},
        {Field::load, Action::none},
        {Field::call_managers, Action::reset},
        {Field::date_time, Action::restart},
        {Field::srst, Action::restart},
        {Field::locale, Action::restart},
        {Field::urls, Action::apply},
        {Field::security, Action::reset},
        {Field::vendor_settings, Action::apply},
        {Field::services_menu, Action::apply},
        {Field::settings, Action::apply},
        {Field::buttons, Action::restart},
        {Field::softkeys, Action::restart},
        {Field::line_number, Action::restart},
        {Field::line_label, Action::restart},
        {Field::line_display, Action::restart},
        {Field::speed_dial, Action::restart},
        {Field::service_button, Action::restart},
        {static_cast<Field>(250), Action::restart},  // of a newer program
    };
    for (const auto& [field, action] : rows) {
        CAPTURE(static_cast<int>(field));
        CHECK(change::action_for(field) == action);
    }
}

TEST_CASE("Directive: real changes give the action of their field and say why", "[change]") {
    struct Row {
        std::string why;
        Action action;
        std::function<void(Phone&)> change;
    };

    const std::vector<Row> rows = {
        {"label of line 1 changed",
         Action::restart,
         [](Phone& p) { edit_device(p.world, p.id, [](Device& d) { d.lines[0].label = "Reception"; }); }},
        {"Call Manager list changed",
         Action::reset,
         [](Phone& p) { edit(p.world.nodes, kCm1, [](Node& n) {
                            n.address = Ipv4{10, 0, 0, 1};
                        }); }},
        {"URLs changed",
         Action::apply,
         [](Phone& p) { p.world.parameters.set("enterprise/url-idle", "http://x"); }},
        {"locale, label of line 1 and display name of line 1 changed",
         Action::restart,
         [](Phone& p) {
             edit_device(p.world, p.id, [](Device& d) {
                 d.lines[0].label = d.lines[0].display = "x";
                 d.user_locale = "German_Germany";
             });
         }},
        {"Call Manager list, date and time, label of line 1 and 2 more things changed",
         Action::reset,
         [](Phone& p) {
             edit_device(p.world, p.id, [](Device& d) { d.lines[0].label = d.lines[0].display = "x"; });
             edit(p.world.nodes, kCm1, [](Node& n) { n.address = Ipv4{10, 0, 0, 1}; });
             edit(p.world.date_time_groups, kCmLocal, [](DateTimeGroup& g) { g.date_template = "D.M.Y"; });
             p.world.parameters.set("enterprise/url-idle", "http://x");
         }},
    };
    for (const auto& row : rows) {
        Phone phone;
        const auto before = provision::given(phone.world, phone.device());
        row.change(phone);
        const auto directive = phone.told(before);
        REQUIRE(directive);
        CHECK(directive->why == row.why);
        CHECK(directive->action == row.action);
        CHECK(directive->device == phone.id);
        CHECK(directive->name.text() == "SEP001122334455");
    }
}

TEST_CASE("Directive: a name that only people read tells the phone nothing", "[change]") {
    Phone phone;
    const auto before = provision::given(phone.world, phone.device());
    edit(phone.world.pools, kDefaultPool, [](DevicePool& pool) { pool.name = "Berlin"; });
    edit(phone.world.nodes, kCm1, [](Node& node) { node.description = "Cellar"; });
    CHECK_FALSE(phone.told(before));
}

TEST_CASE("Directive: another load waits for the phone's next reset, and is no reason for one", "[change]") {
    Phone phone;
    const auto before = provision::given(phone.world, phone.device());
    edit_device(phone.world, phone.id, [](Device& d) { d.load = "SCCP45.8-5-4S"; });
    CHECK_FALSE(phone.told(before));
    edit_device(phone.world, phone.id, [](Device& d) { d.lines[0].label = "Reception"; });
    REQUIRE(phone.told(before));
    CHECK(phone.told(before)->why == "label of line 1 changed");
}

TEST_CASE("Directive: a phone that cannot apply restarts", "[change]") {
    Phone phone{k7960};
    const auto before = provision::given(phone.world, phone.device());
    phone.world.parameters.set("enterprise/url-idle", "http://x");
    REQUIRE(phone.told(before));
    CHECK(phone.told(before)->action == Action::restart);
}

TEST_CASE("Directive: equal is silent", "[change]") {
    const Phone phone;
    CHECK_FALSE(phone.told(provision::given(phone.world, phone.device())));
}
