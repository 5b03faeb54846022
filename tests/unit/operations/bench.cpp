#include "tests/unit/operations/bench.hpp"

#include "db/node_startup.hpp"
#include "db/node_state.hpp"
#include "db/stores.hpp"
#include "server/app/command_line.hpp"

#include <boost/json.hpp>

#include <sstream>

namespace dialtone::test {

Bench::Bench() {
    db::open_device_database(directory, db::Access::read_write).value();
}

Spoken Bench::type(std::vector<std::string> words) {
    words.insert(words.end(), {"--data", directory.root().string()});
    std::ostringstream out;
    std::ostringstream err;
    Spoken spoken;
    spoken.status = app::run_command_line(words, {}, {out, err, 80});
    spoken.out = out.str();
    spoken.err = err.str();
    return spoken;
}

std::string Bench::json(std::vector<std::string> words) {
    words.emplace_back("--json");
    auto spoken = type(std::move(words));
    if (!is_json(spoken.out)) {
        throw std::runtime_error("not JSON: " + spoken.out + spoken.err);
    }
    return spoken.out;
}

Outcome<operations::Report> Bench::ask(const std::vector<std::string>& words) {
    const auto understood = app::understand(words);
    if (!understood) {
        return understood.error();
    }
    const auto& command = std::get<app::Command>(*understood);
    operations::Surroundings around{directory, clock, {}, {}};
    around.emit = [this](const operations::Report& part) {
        emitted.push_back(part);
        return emitted.size() < patience;
    };
    operations::Session session{std::move(around)};
    return operations::run(command.operation, session, command.call);
}

std::string Bench::refusal(const std::vector<std::string>& words) {
    const auto report = ask(words);
    return report ? std::string{} : report.error().sentence;
}

void Bench::with_node() {
    auto open = database();
    db::start_node(
        open, {.name = "cm1", .address = Ipv4{10, 0, 0, 1}, .files_directory = scratch.path().string()}
    )
        .value();
}

void Bench::with_registered_phone(const std::string& name) {
    lock_ = db::FileLock::acquire(directory.lock("cm1", "sccp"), "sccp of node cm1").value();
    auto node = db::open_node_state(directory, "cm1", db::Access::read_write).value();
    db::Registration registration;
    registration.device = DeviceName::parse(name).value();
    registration.address = {Ipv4{10, 77, 0, 51}, 50000};
    registration.since = clock.now() - std::chrono::hours{2};
    registration.load = "SCCP45.9-4-2SR3-1S";
    db::put_registration(node, registration);
}

void Bench::record(const std::vector<journal::Observation>& observations) {
    if (!journal_) {
        journal_ = db::open_journal(directory, "cm1", "all", db::Access::read_write).value();
    }
    store_.append(*journal_, observations, clock.now());
}

db::Database Bench::database() const {
    return db::open_device_database(directory, db::Access::read_write).value();
}

void Bench::script(const std::string& sql) const {
    database().script(sql);
}

std::size_t widest_line(const std::string& text) {
    std::size_t widest = 0;
    std::size_t now = 0;
    for (const char c : text) {
        const bool is_continuation = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
        now = c == '\n' ? 0 : now + (is_continuation ? 0U : 1U);
        widest = std::max(widest, now);
    }
    return widest;
}

bool is_json(const std::string& text) {
    boost::system::error_code error;
    boost::json::parse(text, error);
    return !error;
}

std::string json_at(const std::string& text, const std::string& path) {
    boost::system::error_code error;
    const auto root = boost::json::parse(text);
    const auto* value = root.find_pointer(path, error);
    if (value == nullptr) {
        return "(nothing)";
    }
    return value->is_string() ? std::string{value->as_string().c_str()} : boost::json::serialize(*value);
}

}  // namespace dialtone::test
