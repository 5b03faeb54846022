"""DHCP clients below IP: whole Ethernet frames in and out, so that a test sees where a reply really went."""

import select
import socket
import struct
import time

import phone_client

BROADCAST = b"\xff" * 6
ETH_P_IP = 0x0800


def checksum(octets):
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Reply:
    """One DHCP message as it came by, with what carried it."""

    def __init__(self, frame):
        self.to, self.by = frame[:6], frame[6:12]
        ip = frame[14:]
        length = (ip[0] & 15) * 4
        self._header, self._udp = ip[:length], ip[length:struct.unpack("!H", ip[2:4])[0]]
        self.source, self.target = socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20])
        self.ports = struct.unpack("!HH", self._udp[:4])
        self.message = self._udp[8:]
        self.options = phone_client.options_of(self.message)
        self.kind = self.options.get(53, b"\0")[0]
        self.transaction = struct.unpack("!I", self.message[4:8])[0]
        self.flags = struct.unpack("!H", self.message[10:12])[0]
        self.ciaddr, self.address, self.next_server, self.relay = (
            socket.inet_ntoa(self.message[at:at + 4]) for at in (12, 16, 20, 24)
        )
        self.mac = self.message[28:34]

    def has_right_checksums(self):
        """Both of them, UDP's being there at all. Not for what the kernel sends on a veth: it leaves them to a card."""
        pseudo = self._header[12:20] + struct.pack("!HH", 17, len(self._udp))
        return checksum(self._header) == 0 and self._udp[6:8] != b"\0\0" and checksum(pseudo + self._udp) == 0


class PacketClient:
    """As many clients as there are hardware addresses, on one interface."""

    def __init__(self, namespace, interface):
        self.mac = namespace.hardware_address(interface)
        self._socket = namespace.inside(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_IP)))
        namespace.inside(lambda: self._socket.bind((interface, ETH_P_IP)))
        self._waiting = []
        self._transaction = 0x1000

    def close(self):
        self._socket.close()

    def message(self, kind, mac, options=(), *, ciaddr="0.0.0.0", flags=0, relay=None, vendor=True, wants=True):
        """(transaction, octets) of a message; `options` are (code, octets)."""
        self._transaction += 1
        fixed = struct.pack("!BBBBIHH", 1, 1, 6, 1 if relay else 0, self._transaction, 0, flags)
        fixed += socket.inet_aton(ciaddr) + bytes(8) + socket.inet_aton(relay or "0.0.0.0")
        rows = [(53, bytes([kind])), *options]
        if vendor:
            rows.append((60, b"Cisco Systems, Inc. IP Phone CP-7965G\0"))
        if wants:
            rows.append((55, bytes([1, 66, 6, 3, 15, 150, 35])))
        body = b"".join(bytes([code, len(value)]) + value for code, value in rows)
        return self._transaction, fixed + mac + bytes(10) + bytes(192) + phone_client.MAGIC + body + b"\xff"

    def send(self, octets, *, source="0.0.0.0", target="255.255.255.255", to=BROADCAST, ports=(68, 67)):
        udp = struct.pack("!HHHH", *ports, 8 + len(octets), 0) + octets
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0)
        ip += socket.inet_aton(source) + socket.inet_aton(target)
        pseudo = ip[12:20] + struct.pack("!HH", 17, len(udp))
        udp = udp[:6] + struct.pack("!H", checksum(pseudo + udp) or 0xFFFF) + udp[8:]
        ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
        self._socket.send(to + self.mac + struct.pack("!H", ETH_P_IP) + ip + udp)

    def replies(self, seconds):
        """What servers said, as long as it lasts."""
        end = time.monotonic() + seconds
        while select.select([self._socket], [], [], max(0.0, end - time.monotonic()))[0]:
            frame, meta = self._socket.recvfrom(65535)
            is_ours = meta[2] != socket.PACKET_OUTGOING and len(frame) > 282 and frame[23] == 17
            if is_ours and frame[34:36] == struct.pack("!H", 67) and frame[42] == 2:
                yield Reply(frame)

    def answer(self, transaction, seconds=5.0):
        """The reply to a message; None when there is none in time."""
        for reply in self.replies(seconds):
            if reply.transaction == transaction:
                return reply
        return None

    def ask(self, kind, mac, options=(), *, seconds=5.0, carrier=None, **fields):
        """Says something and returns the reply, if any."""
        transaction, octets = self.message(kind, mac, options, **fields)
        self.send(octets, **(carrier or {}))
        return self.answer(transaction, seconds)

    def lease(self, mac, options=()):
        """DISCOVER to ACK; the ACK."""
        offer = self.ask(phone_client.DISCOVER, mac, options)
        if offer is None:
            return None
        return self.ask(
            phone_client.REQUEST, mac, ((50, socket.inet_aton(offer.address)), (54, offer.options[54]))
        )
