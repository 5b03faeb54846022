#include "common/log/log.hpp"
#include "db/store_error.hpp"
#include "server/app/options.hpp"
#include "server/app/server.hpp"
#include "server/app/start/dhcp_hints.hpp"
#include "server/app/start/preparation.hpp"
#include "server/app/start/serve_plan.hpp"
#include "server/app/start/service_manager.hpp"

#include <fmt/format.h>

#include <iostream>
#include <system_error>

namespace dialtone::app {

namespace {

constexpr int kFailed = 1;

int refuse(const Problems& problems) {
    for (const auto& problem : problems) {
        std::cerr << "dialtone serve: " << problem.sentence << "\n";
    }
    return kFailed;
}

int serve(ServePlan plan) {
    const auto preparation = prepare(plan);
    if (preparation.has_error()) {
        return refuse(preparation.error());
    }
    for (const auto& remark : preparation->remarks) {
        std::cout << "  " << remark << "\n";
    }
    if (plan.prints_dhcp_hints) {
        std::cout << "\n" << dhcp_option_lines(plan.address) << "\n";
    }
    std::cout.flush();  // to be read before phones are served, also by whoever reads a pipe
    const auto files = raise_open_files_limit();
    if (files < static_cast<std::size_t>(plan.settings.max_sessions)) {
        log::warning(
            "serve.open_files",
            "fewer files may be open than phones may connect",
            {{"limit", std::to_string(files)}}
        );
    }
    auto server = Server::open(plan, *preparation);
    if (!server) {
        return refuse({server.error()});
    }
    // Root was needed for the ports alone; DHCP opens some of its own later.
    const auto kept = plan.serves("dhcp") && !plan.listen.is_loopback() ? Kept::network : Kept::nothing;
    if (const auto& user = plan.settings.user; !user.empty()) {
        auto trouble = give_directory_to_user(plan.directory.root().string(), user);
        if (trouble.empty()) {
            trouble = become_user(user, kept);
        }
        if (!trouble.empty()) {
            return refuse({failed(trouble)});
        }
    }
    (*server)->run();
    return 0;
}

}  // namespace

int run_serve(const ServeOptions& options) {
    try {
        auto plan = make_serve_plan(options);
        if (plan.has_error()) {
            return refuse(plan.error());
        }
        log::configure(plan->settings.log_format, plan->settings.log_level);
        return serve(*std::move(plan));
    } catch (const db::StoreError& error) {
        return refuse({db::to_problem(error)});
    } catch (const std::system_error& error) {
        return refuse(
            {failed(fmt::format("{}. Is another program using it, or is root missing?", error.what()))}
        );
    }
}

}  // namespace dialtone::app
