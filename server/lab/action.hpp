#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a simulated phone wants done. Whoever runs it (real sockets, or a network in virtual time) does it.
namespace dialtone::lab {

/// Which of its UDP ports a phone uses.
enum class DatagramUse : std::uint8_t { dhcp, tftp };

struct SendDatagram {
    DatagramUse use = DatagramUse::tftp;
    std::uint16_t slot =
        0;        ///< of tftp: one transfer one slot, so that each has a port of its own (RFC 1350 §4)
    Endpoint to;  ///< 255.255.255.255 from a phone without address
    Buffer payload;
    std::uint16_t port = 0;  ///< of tftp: where it is to come from; 0: any
};

using StreamId = std::uint32_t;

struct OpenStream {
    StreamId id = 0;
    Endpoint to;
};

struct SendStream {
    StreamId id = 0;
    Buffer payload;
};

/// The phone speaks no more on it; nothing more is delivered either.
struct CloseStream {
    StreamId id = 0;
};

/// From now on the phone's datagrams and streams come from this address.
struct UseAddress {
    Cidr network;
    Ipv4 address;
};

struct DropAddress {
    Ipv4 address;
};

/// How far the phone is. What the display of the real one would say, more or less.
enum class Progress : std::uint8_t {
    powered_on,
    address_obtained,
    address_refused,  ///< NAK, or the lease ran out
    no_address,       ///< nobody answers DISCOVER
    file_fetched,
    file_missing,
    no_file_server,  ///< silence on every TFTP server
    bad_file,
    file_ignored,  ///< not signed by whom the phone trusts
    load_changed,
    load_kept,  ///< another is wanted, but not all of it is there
    connecting,
    connect_failed,
    registering,
    rejected,
    stuck,  ///< accepted, but something asked for was not answered
    registered,
    connection_lost,
    told_reset,
    told_restart,
    told_apply,
    off_hook,
    dial_tone,
    no_dial_tone,
    silence,
    on_hook,
    unregistered,
};

/// One word for it, stable: "registered".
std::string_view to_string(Progress progress);

/// In a timeline for people, at most 13 characters: "told restart".
std::string_view heading_of(Progress progress);

/// True for steps that end badly: a table shows the last of them as the reason.
bool is_trouble(Progress progress);

struct Report {
    Progress progress = Progress::powered_on;
    std::string text;  ///< a short sentence for people, without the phone's name
};

using Action =
    std::variant<SendDatagram, OpenStream, SendStream, CloseStream, UseAddress, DropAddress, Report>;
using Actions = std::vector<Action>;

}  // namespace dialtone::lab
