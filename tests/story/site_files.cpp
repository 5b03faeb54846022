#include "tests/story/site.hpp"
#include "tests/support/tftp_packet.hpp"

#include <utility>

/// A site's files: TFTP, the static directory and the look for loads in it.
namespace dialtone::story {

namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kFirstTransferPort = 40000;
constexpr Duration kLook = 500ms;  ///< until a file that came or went is seen

std::uint16_t transfer_port(std::size_t index) {
    return static_cast<std::uint16_t>(kFirstTransferPort + index);
}

}  // namespace

void Site::put_file(const std::string& name, std::string content) {
    static_files_.put(name, std::move(content));
    network_.after(kLook, [this] { look_for_loads(); });
}

void Site::take_file(const std::string& name) {
    static_files_.remove(name);
    network_.after(kLook, [this] { look_for_loads(); });
}

void Site::look_for_loads() {
    auto world = std::make_shared<World>(*world_);
    world->loads = std::make_shared<const LoadInventory>(files::survey_loads(static_files_));
    world_ = std::move(world);
    announce();
}

void Site::open_tftp() {
    network_.bind({kAddress, 69}, [this](const Endpoint& from, const Endpoint& to, Bytes payload) {
        tftp_.on_request(payload, from, to.address, network_.now());
        settle_tftp();
    });
    for (std::size_t i = 0; i < kTransferPorts; ++i) {
        network_.bind(
            {kAddress, transfer_port(i)},
            [this, i](const Endpoint& from, const Endpoint& to, Bytes payload) {
                tftp_.on_transfer(i, payload, from, to.address, network_.now());
                settle_tftp();
            }
        );
    }
}

void Site::settle_tftp() {
    auto& out = tftp_.outbox();
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto packet = out[i];
        network_.send(
            {kAddress, transfer_port(packet.route.port)}, packet.route.peer, test::octets_of(packet)
        );
    }
    out.clear();
    for (auto& observation : std::exchange(tftp_.observations(), {})) {
        note_own_file(observation);
        auto notes = notes_.after(observation, *files_world_);
        record(std::move(observation));
        for (auto& note : notes) {
            record(std::move(note));
        }
    }
    tftp_alarm_.set(network_, tftp_.next_wake(), [this] {
        tftp_.on_time(network_.now());
        settle_tftp();
    });
}

/// A phone's own file, sent whole: the planner and the registrar want to know.
void Site::note_own_file(const journal::Observation& observation) {
    const auto name = DeviceName::parse(observation.subject);
    if (!provision::is_own_file(observation) || !name) {
        return;
    }
    hop([this, name = *name, seen = files_world_] {
        planner_.on_file_sent(name, *seen);
        settle_planner();
    });
    hop([this, name = *name] {
        sccp_.on_own_file_sent(name);
        settle_sccp();
    });
}

}  // namespace dialtone::story
