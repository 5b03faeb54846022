"""TFTP packet by packet and without the server's codecs, for what no ready-made client does."""

import selectors
import socket
import struct
import time

RRQ, WRQ, DATA, ACK, ERROR, OACK = 1, 2, 3, 4, 5, 6


def request(name, *options, opcode=RRQ, mode="octet"):
    words = [name, mode, *options]
    return struct.pack("!H", opcode) + b"".join(word.encode() + b"\0" for word in words)


def ack(block):
    return struct.pack("!HH", ACK, block & 0xffff)


def opcode_of(packet):
    return struct.unpack("!H", packet[:2])[0]


def number_of(packet):
    """Block of a DATA, code of an ERROR."""
    return struct.unpack("!H", packet[2:4])[0]


class Reader:
    """One file in lock-step from one socket; asks again after two seconds of silence."""

    PATIENCE = 2.0

    def __init__(self, made, server, name, port=69):
        self.socket = made
        self.socket.setblocking(False)
        self.name = name
        self.peer = None
        self.octets = b""
        self.is_done = False
        self.error = None
        self._say(request(name), (server, port))

    def _say(self, packet, to):
        self._last = (packet, to)
        self.deadline = time.monotonic() + self.PATIENCE
        self.socket.sendto(packet, to)

    def on_readable(self):
        packet, source = self.socket.recvfrom(65536)
        self.peer = self.peer or source
        if source != self.peer:
            return
        if opcode_of(packet) == ERROR:
            self.error, self.is_done = number_of(packet), True
        elif number_of(packet) == (len(self.octets) // 512 + 1) & 0xffff:
            self.octets += packet[4:]
            self.is_done = len(packet) < 4 + 512
            self._say(ack(number_of(packet)), self.peer)

    def on_time(self):
        if not self.is_done and time.monotonic() > self.deadline:
            self._say(*self._last)


def read_all(readers, seconds):
    """All at once, until each has its file."""
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        while not all(reader.is_done for reader in readers):
            if time.monotonic() > end:
                missing = sum(not reader.is_done for reader in readers)
                raise AssertionError(f"{missing} of {len(readers)} transfers not done within {seconds} seconds")
            for key, _ in selector.select(0.2):
                key.data.on_readable()
            for reader in readers:
                reader.on_time()


def ask(made, packet, to, seconds=5.0):
    """(answer, where it came from) to one packet."""
    made.settimeout(seconds)
    made.sendto(packet, to)
    return made.recvfrom(65536)


def is_silent(made, seconds=0.3):
    """Nothing has arrived, and nothing comes in a while."""
    made.settimeout(seconds)
    try:
        made.recvfrom(65536)
    except socket.timeout:
        return True
    return False
