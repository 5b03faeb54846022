#include "server/app/roles/request_claim.hpp"

#include "common/log/log.hpp"

#include <memory>

namespace dialtone::app {

void claim_request(db::Writer& writer, const db::Request& request, std::function<void()> carry_out) {
    const auto taken = std::make_shared<bool>(false);
    const bool accepted = writer.submit(
        db::Store::device,
        [taken, id = request.id](db::Database& device) { *taken = db::delete_request(device, id); },
        [taken, carry_out = std::move(carry_out)](const Problem* problem) {
            if (problem == nullptr && *taken) {
                carry_out();
            }
        }
    );
    if (!accepted) {
        log::warning(
            "request.refused", "the writer is full: the request waits", {{"target", request.target}}
        );
    }
}

}  // namespace dialtone::app
