"""A client of HTTP 6970 that sees every octet, from among the clients of an arena's wire."""

import ctypes
import os
import socket
import struct
import tempfile
import threading

import arena

PORT = 6970
CLIENT = "10.78.0.9"
PHONE = "SEP0011223344AA"
FILE = PHONE + ".cnf.xml"
LOAD = "SCCP45.9-4-2SR3-1S.loads"
CLONE_NEWNET = 0x40000000


def in_client_namespace(wire, function):
    """The function's result, called on a thread that lives among the clients; a socket made there stays there."""
    kept = []

    def work():
        with open(f"/proc/{wire.holder_pid()}/ns/net", encoding="ascii") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        kept.append(function())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return kept[0]


class Answer:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.version, status, _ = lines[0].split(" ", 2)
        self.status = int(status)
        self.fields = dict(line.split(": ", 1) for line in lines[1:])
        self.body = body


class Client:
    """One TCP connection from among the clients, and what came back on it."""

    def __init__(self, wire, receive_buffer=None, source=CLIENT):
        def connect():
            made = socket.socket()
            made.bind((source, 0))
            if receive_buffer:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            made.settimeout(20)
            made.connect((arena.SERVER, PORT))
            return made

        self.socket = in_client_namespace(wire, connect)
        self._rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def get(self, name, *fields):
        self.send("\r\n".join([f"GET /{name} HTTP/1.1", "Host: x", *fields, "", ""]).encode())
        return self.read()

    def _read_more(self):
        more = self.socket.recv(1 << 16)
        self._rest += more
        return bool(more)

    def read(self, has_body=True):
        """The next answer; None at the end of the stream."""
        while b"\r\n\r\n" not in self._rest:
            if not self._read_more():
                assert not self._rest, self._rest
                return None
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        answer = Answer(head, b"")
        size = int(answer.fields.get("Content-Length", 0)) if has_body else 0
        while len(self._rest) < size:
            assert self._read_more(), f"{len(self._rest)} of {size} octets came"
        answer.body, self._rest = self._rest[:size], self._rest[size:]
        return answer

    def is_closed(self):
        return self._rest == b"" and self.socket.recv(1) == b""

    def abort(self):
        """Goes away as a phone does whose power fails: with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def make_static():
    folder = tempfile.mkdtemp(dir="/tmp")
    firmware = os.urandom(300_000)
    with open(os.path.join(folder, LOAD), "wb") as file:
        file.write(firmware)
    with open(os.path.join(folder, "ring.raw"), "wb") as file:
        file.write(b"r" * 1000)
    outside = "outside-" + os.path.basename(folder)
    with open(os.path.join(os.path.dirname(folder), outside), "w", encoding="ascii") as file:
        file.write("secret")
    os.symlink(f"../{outside}", os.path.join(folder, "leads-out"))
    return folder, firmware, outside
