"""The network side of a phone in few lines and without the server's codecs: DHCP behind a relay, and SCCP."""

import socket
import struct

DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE = range(1, 8)
MAGIC = b"\x63\x82\x53\x63"


def options_of(packet):
    """code → octets of a DHCP message."""
    found, at = {}, 240
    while at < len(packet) and packet[at] != 255:
        if packet[at] == 0:
            at += 1
            continue
        found[packet[at]] = packet[at + 2:at + 2 + packet[at + 1]]
        at += 2 + packet[at + 1]
    return found


def dhcp_message(kind, mac, transaction, relay, options, client="0.0.0.0"):
    fixed = struct.pack("!BBBBIHH", 1, 1, 6, 1, transaction, 0, 0) + socket.inet_aton(client) + bytes(8)
    fixed += socket.inet_aton(relay)
    fixed += mac + bytes(10) + bytes(192) + MAGIC
    rows = [(53, bytes([kind])), *options, (60, b"Cisco Systems, Inc. IP Phone CP-7960"), (55, bytes([1, 66, 6, 3, 15, 150, 35]))]
    return fixed + b"".join(bytes([code, len(value)]) + value for code, value in rows) + b"\xff"


class RelayedDhcp:
    """Asks as many phones as one likes through a relay agent at 127.0.0.2, all on one socket."""

    def __init__(self, offset, relay="127.0.0.2", server="127.0.0.1"):
        self.relay, self.server = relay, (server, 67 + offset)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((relay, 67 + offset))
        self.socket.settimeout(0.5)

    def close(self):
        self.socket.close()

    def send(self, kind, mac, transaction, options=(), client="0.0.0.0"):
        self.socket.sendto(dhcp_message(kind, mac, transaction, self.relay, options, client), self.server)

    def receive(self):
        """(kind, mac, address, server id) of the next answer; None when none comes for half a second."""
        try:
            packet = self.socket.recv(2048)
        except (socket.timeout, ConnectionError):
            return None
        options = options_of(packet)
        return options[53][0], packet[28:34], socket.inet_ntoa(packet[16:20]), options.get(54, b"")

    def lease(self, mac, transaction=1):
        """DISCOVER to ACK for one phone, asked again on silence; None when the server is silent three times."""
        kind, options = DISCOVER, ()
        for _ in range(6):
            self.send(kind, mac, transaction, options)
            answer = self.receive()
            while answer and answer[1] != mac:
                answer = self.receive()
            if answer is None:
                continue
            if answer[0] == OFFER and kind == DISCOVER:
                kind, options = REQUEST, ((50, socket.inet_aton(answer[2])), (54, answer[3]))
            elif answer[0] == ACK:
                return answer[2]
            elif answer[0] == NAK:
                kind, options = DISCOVER, ()
        return None


class Station:
    """A 7960 on one TCP connection: registers with protocol 11 and asks for the number of its first line."""

    REGISTER, KEEPALIVE, LINE_STAT_REQ = 0x0001, 0x0000, 0x000B
    REGISTER_ACK, REGISTER_REJECT, CAPABILITIES_REQ, LINE_STAT, RESET = 0x0081, 0x009D, 0x009B, 0x0092, 0x009F

    def __init__(self, name, server, seconds=20):
        self.name = name
        self.socket = socket.create_connection(server, seconds)
        self.socket.settimeout(seconds)
        self._rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, message, body=b""):
        self.socket.sendall(struct.pack("<III", len(body) + 4, 0, message) + body)

    def receive(self):
        """(message id, body) of the next frame. Raises ConnectionError at the end of the stream."""
        while len(self._rest) < 12 or len(self._rest) < 8 + struct.unpack_from("<I", self._rest)[0]:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the server closed the connection")
            self._rest += more
        length = struct.unpack_from("<I", self._rest)[0]
        frame, self._rest = self._rest[:8 + length], self._rest[8 + length:]
        return struct.unpack_from("<I", frame, 8)[0], frame[12:]

    def wait_for(self, *messages):
        while True:
            message, body = self.receive()
            if message in messages:
                return message, body

    def register(self):
        """True when the server took the phone, False when it refused."""
        body = self.name.encode().ljust(16, b"\0") + struct.pack("<II", 0, 1) + socket.inet_aton("127.0.0.1")
        body += struct.pack("<III", 7, 0, 0) + bytes([11, 0x00, 0x60, 0x85]) + bytes(24)
        self.send(self.REGISTER, body)
        return self.wait_for(self.REGISTER_ACK, self.REGISTER_REJECT)[0] == self.REGISTER_ACK

    def number(self, line=1):
        """The directory number on a line."""
        self.send(self.LINE_STAT_REQ, struct.pack("<I", line))
        _, body = self.wait_for(self.LINE_STAT)
        return body[4:28].split(b"\0")[0].decode()
