#include "server/sccp/service.hpp"

#include <utility>

namespace dialtone::sccp {

namespace {

Counters counters_of(Metrics& metrics) {
    const auto counter = [&](const char* name, const char* help) { return metrics.counter(name, help); };
    return {
        .messages = counter("dialtone_sccp_messages_total", "Messages received from phones"),
        .unknown = counter("dialtone_sccp_unknown_messages_total", "Messages that phones do not send"),
        .early = counter("dialtone_sccp_early_messages_total", "Messages of phones that were not registered"),
        .malformed = counter("dialtone_sccp_malformed_total", "Connections closed for malformed messages"),
        .throttled = counter("dialtone_sccp_throttled_total", "Connections closed for too many messages"),
        .refused = counter("dialtone_sccp_refused_connections_total", "Connections beyond the bounds"),
        .registered = counter("dialtone_sccp_registrations_total", "Registrations completed"),
        .rejected = counter("dialtone_sccp_rejections_total", "Registrations refused"),
        .lost = counter("dialtone_sccp_keepalive_losses_total", "Registrations ended by silence")};
}

}  // namespace

/// One phone's stream and the number of its session: all that the shell knows of a phone.
class Service::Connection final : public net::StreamHandler {
 public:
    Connection(Service& service, SessionId session, std::unique_ptr<net::Stream> stream)
        : service_{service}, session_{session}, stream_{std::move(stream)} {}

    void start() { stream_->start(*this); }

    void on_data(Bytes data) override { service_.on_data(*this, data); }

    void on_closed(std::string_view reason) override { service_.on_closed(session_, reason); }

    [[nodiscard]] SessionId session() const { return session_; }

    net::Stream& stream() { return *stream_; }

 private:
    Service& service_;
    SessionId session_;
    std::unique_ptr<net::Stream> stream_;
};

Service::Service(
    net::EventLoop& loop,
    std::unique_ptr<net::StreamListener> listener,
    NodeId node,
    Surroundings surroundings,
    Limits limits
)
    : loop_{loop},
      listener_{std::move(listener)},
      surroundings_{surroundings},
      world_{std::make_shared<const World>()},
      engine_{node, surroundings.time_zones, limits, counters_of(surroundings.metrics)},
      sessions_gauge_{surroundings.metrics.gauge("dialtone_sccp_sessions", "Connections of phones")},
      registrations_gauge_{surroundings.metrics.gauge("dialtone_sccp_registrations", "Registered phones")},
      timer_{loop.make_timer([this] { on_timer(); })},
      broom_{loop.make_timer([this] { ended_.clear(); })} {}

Service::~Service() = default;

void Service::start() {
    listener_->start([this](std::unique_ptr<net::Stream> stream) { on_accept(std::move(stream)); });
}

void Service::stop() {
    listener_.reset();
    engine_.stop(loop_.now(), outbox_);
    carry_out();
}

// Connections -------------------------------------------------------------------------------------

void Service::on_accept(std::unique_ptr<net::Stream> stream) {
    const auto session = engine_.on_connect(stream->peer(), loop_.now());
    if (!session) {
        return;  // closed by its destruction, counted by the engine
    }
    auto& connection =
        connections_.emplace(*session, std::make_unique<Connection>(*this, *session, std::move(stream)))
            .first->second;
    connection->start();
    carry_out();
}

void Service::on_data(Connection& connection, Bytes data) {
    speaking_ = &connection;
    engine_.on_octets(connection.session(), data, loop_.now(), outbox_);
    carry_out();
    speaking_ = nullptr;
}

Service::Connection* Service::find(SessionId session) const {
    if (speaking_ != nullptr && speaking_->session() == session) {
        return speaking_;
    }
    const auto found = connections_.find(session);
    return found != connections_.end() ? found->second.get() : nullptr;
}

void Service::on_closed(SessionId session, std::string_view reason) {
    if (const auto found = connections_.find(session); found != connections_.end()) {
        discard(std::move(found->second));
        connections_.erase(found);
    }
    engine_.on_closed(session, reason, loop_.now(), outbox_);
    carry_out();
}

void Service::close(const Close& close) {
    const auto found = connections_.find(close.session);
    if (found == connections_.end()) {
        return;
    }
    found->second->stream().close(close.at_once ? net::Closing::reset : net::Closing::graceful);
    discard(std::move(found->second));
    connections_.erase(found);
}

/// We may be inside a call of this very connection: it goes in a turn of its own.
void Service::discard(std::unique_ptr<Connection> connection) {
    if (speaking_ == connection.get()) {
        speaking_ = nullptr;
    }
    if (ended_.empty()) {
        broom_->arm(loop_.now().mono);
    }
    ended_.push_back(std::move(connection));
}

// The rest of the program -------------------------------------------------------------------------

void Service::on_world(WorldPtr world) {
    world_ = world;
    engine_.on_world(std::move(world), loop_.now(), outbox_);
    carry_out();
}

void Service::on_auto_registered(std::uint64_t ticket, const AutoRegisterResult& result) {
    engine_.on_auto_registered(ticket, result, loop_.now(), outbox_);
    carry_out();
}

void Service::on_directives(const std::vector<change::Directive>& directives) {
    engine_.on_directives(directives, loop_.now(), outbox_);
    carry_out();
}

void Service::on_request(const DeviceName& name, change::Action action) {
    engine_.on_request(name, action, loop_.now(), outbox_);
    carry_out();
}

void Service::on_own_file_sent(const DeviceName& name) {
    engine_.on_own_file_sent(name);
}

void Service::on_timer() {
    armed_.reset();
    engine_.on_wake(loop_.now(), outbox_);
    carry_out();
}

bool Service::is_registered(const DeviceName& name) const {
    return engine_.registrations().find(name) != nullptr;
}

Endpoint Service::local() const {
    return listener_ != nullptr ? listener_->local() : Endpoint{};
}

// Effects -----------------------------------------------------------------------------------------

void Service::carry_out() {
    // Whoever is called here may call us again: what that leaves behind comes after this.
    std::swap(outbox_, spare_);
    Outbox effects = std::move(spare_);
    for (auto& effect : effects.effects()) {
        if (const auto* send = std::get_if<Send>(&effect)) {
            if (auto* connection = find(send->session)) {
                // A refused send ends the connection in a later turn, with on_closed().
                static_cast<void>(connection->stream().send(effects.octets(*send)));
            }
        } else if (const auto* ending = std::get_if<Close>(&effect)) {
            close(*ending);
        } else if (const auto* making = std::get_if<registrar::AutoRegister>(&effect)) {
            surroundings_.auto_registrar.auto_register(making->ticket, making->request);
        } else if (const auto* stored = std::get_if<registrar::StoreRegistration>(&effect)) {
            surroundings_.registrations.store(stored->registration, world_);
        } else if (const auto* removed = std::get_if<registrar::RemoveRegistration>(&effect)) {
            surroundings_.registrations.remove(removed->name, removed->reason);
        } else if (auto* observation = std::get_if<journal::Observation>(&effect)) {
            surroundings_.journal.record(std::move(*observation));
        }
    }
    effects.clear();
    spare_ = std::move(effects);
    arm_timer();
    show_gauges();
}

void Service::arm_timer() {
    const auto next = engine_.next_wake();
    if (next && next != armed_) {
        armed_ = next;
        timer_->arm(*next);
    }
}

void Service::show_gauges() {
    if (const auto sessions = engine_.sessions(); sessions != shown_sessions_) {
        shown_sessions_ = sessions;
        sessions_gauge_.set(static_cast<double>(sessions));
    }
    if (const auto registrations = engine_.registrations().size(); registrations != shown_registrations_) {
        shown_registrations_ = registrations;
        registrations_gauge_.set(static_cast<double>(registrations));
    }
}

}  // namespace dialtone::sccp
