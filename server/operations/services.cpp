#include "server/operations/services.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/services.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestUrl = 255;  // of the field in which older phones get it
constexpr std::size_t kLongestLabel = 39;
constexpr std::int64_t kMostButtons = 56;

std::int64_t subscribers(const World& world, ServiceId service) {
    std::int64_t count = 0;
    world.devices.for_each([&](DeviceId, const Device& device) {
        count += std::any_of(
                     device.services.begin(),
                     device.services.end(),
                     [&](const ServiceSubscription& own) { return own.service == service; }
                 )
                     ? 1
                     : 0;
    });
    return count;
}

Outcome<Report> list_services(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "services";
    table.columns = {
        {"name", "NAME", 1},
        {"url", "URL", 2},
        {"enabled", "ON"},
        {"enterprise", "EVERYBODY"},
        {"phones", "PHONES"},
        {"priority", "PRIORITY", 3}};
    table.none = "There is no phone service yet. `dialtone service add NAME URL` makes one.";
    for (const auto* service : by_name(world->services)) {
        table.rows.push_back(
            {service->name,
             service->url,
             service->enabled,
             service->enterprise,
             subscribers(*world, service->id),
             std::int64_t{service->priority}}
        );
    }
    return Report::of(std::move(table));
}

Outcome<void> edit_service(const Call& call, PhoneService& service) {
    DIALTONE_TRY(const auto url, text_of(call, "url", kLongestUrl));
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto everybody, switch_of(call, "everybody"));
    DIALTONE_TRY(const auto enabled, switch_of(call, "enabled"));
    DIALTONE_TRY(const auto priority, integer_of(call, "priority", 0, 1000));
    service.url = url.value_or(service.url);
    service.description = description.value_or(service.description);
    service.enterprise = everybody.value_or(service.enterprise);
    service.enabled = enabled.value_or(service.enabled);
    service.priority = static_cast<std::int32_t>(priority.value_or(service.priority));
    if (service.url.empty()) {
        return invalid("A service needs a URL, such as http://10.0.0.1/menu.xml.");
    }
    return {};
}

Report about(const PhoneService& service, std::string_view what) {
    Report report;
    report.properties = {
        {"name", "Name", service.name},
        {"url", "URL", service.url},
        {"description", "Description", service.description},
        {"enterprise", "Everybody", service.enterprise},
        {"enabled", "Enabled", service.enabled},
        {"priority", "Priority", std::int64_t{service.priority}},
    };
    report.remarks.push_back(fmt::format("Service {} is {}.", service.name, what));
    return report;
}

Outcome<Report> add_service(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    PhoneService service;
    service.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->services, service.name, "phone service", kLongestName));
    DIALTONE_CHECK(edit_service(call, service));
    db::insert_service(session.database(), service);
    return about(service, "ready");
}

Outcome<Report> set_service(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->services, call.text("name"), "phone service"));
    auto service = *known;
    if (call.has("rename") && !iequals(call.text("rename"), service.name)) {
        DIALTONE_CHECK(check_free_name(world->services, call.text("rename"), "phone service", kLongestName));
    }
    service.name = call.find("rename").value_or(service.name);
    DIALTONE_CHECK(edit_service(call, service));
    if (service != *known) {
        db::update_service(session.database(), service);
    }
    return about(service, service == *known ? "as it was" : "changed");
}

Outcome<Report> remove_service(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* service, find_named(world->services, call.text("name"), "phone service"));
    const auto phones = subscribers(*world, service->id);
    db::delete_service(session.database(), service->id);
    return Report::of(fmt::format(
        "Service {} is removed{}.",
        service->name,
        phones == 0 ? "" : fmt::format(", with {} subscription{}", phones, phones == 1 ? "" : "s")
    ));
}

/// A key opens one service: who has it already must give it up first.
Outcome<void> check_button_free(
    const World& world, const Device& device, ServiceId service, std::uint32_t button
) {
    for (const auto& own : device.services) {
        if (button != 0 && own.position == button && own.service != service) {
            return conflict(fmt::format(
                "Service button {} of {} opens {} already. Unsubscribe that first, or choose another button.",
                button,
                device.name.text(),
                name_or_unknown(world.services, own.service)
            ));
        }
    }
    return {};
}

Outcome<Report> subscribe(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* service, find_named(world->services, call.text("name"), "phone service"));
    DIALTONE_TRY(const auto button, integer_of(call, "button", 0, kMostButtons));
    DIALTONE_TRY(const auto label, text_of(call, "label", kLongestLabel));
    ServiceSubscription own{.service = service->id};
    for (const auto& known : device->services) {
        own = known.service == service->id ? known : own;
    }
    own.position = static_cast<std::uint32_t>(button.value_or(own.position));
    own.label = label.value_or(own.label);
    DIALTONE_CHECK(check_button_free(*world, *device, service->id, own.position));
    db::put_subscription(session.database(), device->id, own);
    return Report::of(
        own.position == 0
            ? fmt::format("{} has {} in its Services menu.", device->name.text(), service->name)
            : fmt::format(
                  "Service button {} of {} opens {}.", own.position, device->name.text(), service->name
              )
    );
}

Outcome<Report> unsubscribe(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* service, find_named(world->services, call.text("name"), "phone service"));
    const bool has_it =
        std::any_of(device->services.begin(), device->services.end(), [&](const ServiceSubscription& own) {
            return own.service == service->id;
        });
    if (!has_it) {
        return not_found(fmt::format("{} has not subscribed to {}.", device->name.text(), service->name));
    }
    db::delete_subscription(session.database(), device->id, service->id);
    return Report::of(fmt::format("{} has {} no more.", device->name.text(), service->name));
}

constexpr Argument kName{"name", Shape::positional, "SERVICE", "name of the service", Names::service};
constexpr Argument kPhone{"phone", Shape::positional, "PHONE", "device name or MAC address", Names::device};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};
constexpr Argument kEverybody{
    "everybody", Shape::value, "SWITCH", "every phone has it without subscribing", Names::choice, "on|off"};
constexpr Argument kEnabled{
    "enabled", Shape::value, "SWITCH", "whether phones get it", Names::choice, "on|off"};
constexpr Argument kPriority{"priority", Shape::value, "N", "its place in the menu, lowest first; else 50"};

constexpr std::array kAdd{
    Argument{"name", Shape::positional, "NAME", "name of the new service, as the menu shows it"},
    Argument{"url", Shape::positional, "URL", "what it opens"},
    kDescription,
    kEverybody,
    kEnabled,
    kPriority,
};
constexpr std::array kSet{
    kName,
    Argument{"rename", Shape::value, "NAME", "another name"},
    Argument{"url", Shape::value, "URL", "what it opens"},
    kDescription,
    kEverybody,
    kEnabled,
    kPriority,
};
constexpr std::array kRemove{kName};
constexpr std::array kSubscribe{
    kPhone,
    kName,
    Argument{"button", Shape::value, "N", "which service button opens it; 0: in the menu only"},
    Argument{"label", Shape::value, "TEXT", "beside the button; \"\" shows the service's name"},
};
constexpr std::array kUnsubscribe{kPhone, kName};

constexpr std::array kServices{
    Operation{
        "service", "list", "Every phone service", {}, "dialtone service list", Access::read, list_services},
    Operation{
        "service",
        "add",
        "Make a phone service",
        kAdd,
        "dialtone service add Canteen http://10.0.0.1/menu.xml",
        Access::write,
        add_service},
    Operation{
        "service",
        "set",
        "Change a phone service; what is not named stays",
        kSet,
        "dialtone service set Canteen --everybody on",
        Access::write,
        set_service},
    Operation{
        "service",
        "remove",
        "Remove a phone service and its subscriptions",
        kRemove,
        "dialtone service remove Canteen",
        Access::write,
        remove_service},
    Operation{
        "service",
        "subscribe",
        "Give a phone a service, in its menu or on a button",
        kSubscribe,
        "dialtone service subscribe SEP001122334455 Canteen --button 1",
        Access::write,
        subscribe},
    Operation{
        "service",
        "unsubscribe",
        "Take a service off a phone",
        kUnsubscribe,
        "dialtone service unsubscribe SEP001122334455 Canteen",
        Access::write,
        unsubscribe},
};

}  // namespace

std::span<const Operation> service_operations() {
    return kServices;
}

}  // namespace dialtone::operations
