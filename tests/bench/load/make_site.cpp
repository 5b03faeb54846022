// make_site DIRECTORY NODE ADDRESS PHONES: a data directory with so many phones in its database, those that
// the load generators play. For measuring only: the server itself makes phones by auto-registration or by
// command.
#include "tests/bench/load/phones.hpp"

#include "db/auto_registration.hpp"
#include "db/data_directory.hpp"
#include "db/node_startup.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>

using namespace dialtone;

namespace {

void make_site(
    const std::filesystem::path& root, const std::string& node, Ipv4 address, std::uint32_t phones
) {
    const db::DataDirectory directory{root};
    std::filesystem::create_directories(root / "files");
    auto database = db::open_device_database(directory, db::Access::read_write).value();
    const auto started =
        db::start_node(
            database, {.name = node, .address = address, .files_directory = (root / "tftpboot").string()}
        )
            .value();
    database.run("UPDATE node SET autoreg_enabled = 1, autoreg_first = 100000, autoreg_last = 999999");
    db::Transaction transaction{database};
    for (std::uint32_t phone = 0; phone < phones; ++phone) {
        const auto made = db::auto_register(
            database, {started.id, DeviceName::of(load::mac_of(phone)), ModelId{436}, Protocol::sccp}
        );
        if (made.refused) {
            throw std::runtime_error{"phone " + load::name_of(phone) + ": " + made.sentence};
        }
    }
    database.run("UPDATE node SET autoreg_enabled = 0");
    transaction.commit();
}

}  // namespace

int main(int count, char** words) {
    if (count != 5 || !Ipv4::parse(words[3])) {
        std::fputs("usage: make_site DIRECTORY NODE ADDRESS PHONES\n", stderr);
        return 2;
    }
    try {
        make_site(
            words[1],
            words[2],
            *Ipv4::parse(words[3]),
            static_cast<std::uint32_t>(std::strtoul(words[4], nullptr, 10))
        );
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_site: %s\n", error.what());
        return 1;
    }
    return 0;
}
