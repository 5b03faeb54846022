#include "common/text/ascii.hpp"
#include "tests/story/site.hpp"
#include "tests/support/tftp_packet.hpp"

#include <utility>

/// A site's files: TFTP, the static directory and the look for loads in it.
namespace dialtone::story {

namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kFirstTransferPort = 40000;
constexpr Duration kLook = 500ms;  ///< until a file that came or went is seen
constexpr std::string_view kDeviceFileEnding = ".cnf.xml";

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
        record(std::move(observation));
    }
    tftp_alarm_.set(network_, tftp_.next_wake(), [this] {
        tftp_.on_time(network_.now());
        settle_tftp();
    });
}

/// A phone's own file, sent whole: the planner and the registrar want to know.
void Site::note_own_file(const journal::Observation& observation) {
    const auto file = observation.field("name");
    const bool is_own = observation.step == journal::Step::file_served &&
                        iends_with(file, kDeviceFileEnding) &&
                        iequals(file.substr(0, file.size() - kDeviceFileEnding.size()), observation.subject);
    const auto name = DeviceName::parse(observation.subject);
    if (!is_own || !name) {
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
