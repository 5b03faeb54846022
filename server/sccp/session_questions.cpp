#include "server/sccp/session.hpp"
#include "server/sccp/station.hpp"

/// The questions that a phone asks about its configuration, and their answers.
namespace dialtone::sccp {

namespace {

/// A call list wants to know whether its numbers are busy; presence is not offered, and says so.
constexpr auto kNoPresence = SubscriptionCause::route_failed;

}  // namespace

void Session::on_button_template_req(const FrameView&, Turn& turn) {
    send(button_template(turn.world, device(turn), dialect_), turn);
}

void Session::on_soft_key_template_req(const FrameView&, Turn& turn) {
    send(turn.softkeys.of(turn.world, device(turn)).keys, turn);
}

void Session::on_soft_key_set_req(const FrameView&, Turn& turn) {
    send(turn.softkeys.of(turn.world, device(turn)).sets, turn);
}

void Session::on_line_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<LineStatReq>(frame, dialect_);
    send(line_stat(turn.world, device(turn), request->line), turn);
}

/// Nothing can be forwarded yet, so nothing is.
void Session::on_forward_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<ForwardStatReq>(frame, dialect_);
    send(ForwardStat{.line = request->line}, turn);
}

void Session::on_speed_dial_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<SpeedDialStatReq>(frame, dialect_);
    send(speed_dial_stat(device(turn), request->index), turn);
}

void Session::on_feature_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<FeatureStatReq>(frame, dialect_);
    const bool wants_blf = request->capabilities != 0;
    send(feature_stat(turn.world, device(turn), dialect_, request->index, wants_blf), turn);
}

void Session::on_service_url_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<ServiceUrlStatReq>(frame, dialect_);
    send(service_url_stat(turn.world, device(turn), request->index), turn);
}

void Session::on_config_stat_req(const FrameView&, Turn& turn) {
    send(config_stat(turn.world, device(turn), turn.node), turn);
}

void Session::on_version_req(const FrameView&, Turn& turn) {
    // The same rule as in the phone's file: a load that cannot be fetched whole is not named.
    std::string load{offered_load(turn.world, wanted_load(turn.world, device(turn)))};
    if (load.empty()) {
        // No opinion: what it runs is right.
        const auto* registration = turn.registrar.find(name_);
        load = registration != nullptr ? registration->load : "";
    }
    send(Version{std::move(load)}, turn);
}

void Session::on_server_req(const FrameView&, Turn& turn) {
    send(servers(turn.world, device(turn)), turn);
}

void Session::on_time_date_req(const FrameView&, Turn& turn) {
    send_time(turn);
    if (!is_spcp_) {
        complete({}, turn);
    }
}

void Session::on_call_count_req(const FrameView&, Turn& turn) {
    send(call_count(device(turn)), turn);
}

void Session::on_subscription_stat_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<SubscriptionStatReq>(frame, dialect_);
    send(SubscriptionStat{request->transaction, request->feature, request->timer, kNoPresence}, turn);
}

void Session::send_time(Turn& turn) {
    const auto offset = clock_offset(turn);
    clock_offset_seconds_ = static_cast<std::int32_t>(offset.count());
    send(time_date(turn.now.wall, offset), turn);
}

std::chrono::seconds Session::clock_offset(const Turn& turn) const {
    const auto* group = date_time_group(turn.world, device(turn));
    return group != nullptr ? turn.time_zones.offset(group->time_zone, turn.now.wall)
                            : std::chrono::seconds{};
}

}  // namespace dialtone::sccp
