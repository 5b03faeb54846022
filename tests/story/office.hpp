#pragma once

#include "server/lab/phone.hpp"
#include "tests/story/virtual_network.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::story {

/// One simulated phone plugged into the virtual network.
class DeskPhone {
 public:
    /// @param nth  which of the office's phones: behind a router, it has the ports of that number.
    DeskPhone(VirtualNetwork& network, const lab::PhoneSettings& settings, std::size_t nth);
    DeskPhone(const DeskPhone&) = delete;
    DeskPhone& operator=(const DeskPhone&) = delete;

    void power_on();
    /// The plug is pulled: connections die without a word.
    void power_off();
    /// A phone's part of a conversation: acts, then its actions are carried out.
    void lift_handset();
    void hang_up();

    [[nodiscard]] const lab::Phone& phone() const { return phone_; }

    /// What it went through, oldest first, since the last forget().
    [[nodiscard]] const std::vector<lab::Report>& reports() const { return reports_; }

    [[nodiscard]] std::size_t count(lab::Progress progress) const;
    /// Names of the files that it got, in order.
    [[nodiscard]] std::vector<std::string> files_asked() const;

    void forget() { reports_.clear(); }

    /// A broadcast DHCP message for this phone's hardware address.
    void hear_dhcp(const Endpoint& from, Bytes payload);

 private:
    using Connection = VirtualNetwork::Connection;

    void carry_out();
    void perform(lab::SendDatagram& action);
    void perform(lab::OpenStream& action);
    void perform(lab::SendStream& action);
    void perform(lab::CloseStream& action);
    void perform(lab::UseAddress& action);
    void perform(lab::DropAddress& action);
    void perform(lab::Report& action);
    [[nodiscard]] std::uint16_t tftp_port(const lab::SendDatagram& action) const;
    void open_tftp_port(std::uint16_t slot, std::uint16_t port);
    void arm();

    VirtualNetwork& network_;
    lab::Phone phone_;
    std::uint16_t first_port_;
    std::unordered_map<std::uint16_t, std::uint16_t> tftp_ports_;  ///< by slot: the two newest
    lab::Actions actions_;
    Ipv4 address_;
    std::unordered_map<lab::StreamId, Connection> streams_;
    std::optional<Instant> armed_;
    std::vector<lab::Report> reports_;
};

/// Phones on one wire. A broadcast to port 68 is handed to the phone whose hardware address it names, as the
/// phones' own network chips do.
class Office {
 public:
    explicit Office(VirtualNetwork& network, std::uint64_t seed);

    /// @param model a row of the lab's table. Phones get consecutive hardware addresses; those that take no
    /// lease a fixed address, behind a router that they share if NAT is what ails them.
    DeskPhone& add(std::string_view model, bool old_load = false, lab::Ailment ailment = lab::Ailment::none);
    void add_many(std::size_t count, std::vector<std::string_view> models);
    void power_on_all();

    [[nodiscard]] bool all(const std::function<bool(const lab::Phone&)>& holds) const;
    [[nodiscard]] std::size_t count(const std::function<bool(const lab::Phone&)>& holds) const;

    std::deque<DeskPhone>& phones() { return phones_; }

 private:
    VirtualNetwork& network_;
    std::uint64_t seed_;
    std::deque<DeskPhone> phones_;
    std::unordered_map<MacAddress, DeskPhone*> by_mac_;
};

}  // namespace dialtone::story
