#!/usr/bin/env python3
"""SCCP at every protocol version: what the server sends is read by a dissector that nobody here wrote."""

import os
import socket
import struct
import unittest

import arena
import phone_client

OFFSET = 21000
GOLDEN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden", "sccp")
VERSIONS = range(3, 23)
MODEL_7975 = 437

# What the dissector expects otherwise than phones and genuine servers do, by message and protocol version. All but the last row
# were captured so, or are sent by phones only.
ANOTHER_OPINION = {
    ("OpenReceiveChannel", range(3, 11)): "CallManager 3 and 4 sent it without the tail that came with version 11",
    ("StartMediaTransmission", range(3, 11)): "likewise",
    ("CloseReceiveChannel", range(3, 5)): "CallManager 3 sent 8 octets",
    ("StopMediaTransmission", range(3, 5)): "likewise",
    ("XMLAlarm", range(17, 23)): "phones send as much text as there is, not 2,048 octets",
    ("ExtensionDeviceCaps", range(15, 23)): "phones send as much text as there is",
    ("PortRes", range(17, 19)): "the short address goes up to version 18",
    ("ConnectionStatisticsRes", range(18, 22)): "the number grew with version 22, its padding with 20",
    ("ConnectionStatisticsReq", range(18, 19)): "the number grew with version 19",
}


def is_expected(name, version):
    return any(name == what and version in versions for what, versions in ANOTHER_OPINION)


class Version(phone_client.Station):
    """A 7975 that speaks at most one version, asks everything there is to ask, and makes a call."""

    REGISTER_TOKEN, UNREGISTER = 0x0029, 0x0027
    PROMPTS = (0x0112, 0x0145)

    def __init__(self, version, name, server):
        super().__init__(name, server)
        self.version = version
        self.heard = []

    def receive(self):
        message, body = super().receive()
        self.heard.append(message)
        return message, body

    def station(self):
        return self.name.encode().ljust(16, b"\0") + struct.pack("<II", 0, 1) + socket.inet_aton(self.socket.getsockname()[0])

    def register(self):
        features = bytes([0x00, 0x72 if self.version > 11 else 0x60, 0x85])
        body = self.station() + struct.pack("<III", MODEL_7975, 5, 0) + bytes([self.version]) + features + bytes(80)
        self.send(self.REGISTER, body)
        message, body = self.wait_for(self.REGISTER_ACK, self.REGISTER_REJECT)
        if message != self.REGISTER_ACK:
            raise AssertionError(f"{self.name} was rejected: {body}")
        return body[16]

    def ask(self, question, *answers, body=b""):
        self.send(question, body)
        return self.wait_for(*answers)

    def live(self):
        """From the token to the goodbye."""
        self.send(0x0020, struct.pack("<I", 2) + b"25: Name=" + self.name.encode().ljust(71, b"\0") + bytes(8))
        self.ask(self.REGISTER_TOKEN, 0x011A, body=self.station() + struct.pack("<I", MODEL_7975) + bytes(20))
        agreed = self.register()
        self.wait_for(0x009B)
        self.send(0x0010, struct.pack("<I", 1) + struct.pack("<II", 4, 40) + bytes(8))
        for question, answer in ((0x000F, 0x0098), (0x0012, 0x009E), (0x000E, 0x0097), (0x0028, 0x0108), (0x0025, 0x0109),
                                 (0x000C, 0x0093)):
            self.ask(question, answer)
        for instance in (0, 1, 2, 3, 300):
            number = struct.pack("<I", instance)
            self.ask(0x000B, 0x0092, 0x0147, body=number)
            self.ask(0x0009, 0x0090, body=number)
            self.ask(0x000A, 0x0091, 0x0149, body=number)
            self.ask(0x0034, 0x011F, 0x0146, body=number + struct.pack("<I", 1))
            self.ask(0x0033, 0x012F, 0x0148, body=number)
        if self.version >= 11:
            self.ask(0x0048, 0x0152, body=struct.pack("<III", 1, 1, 30) + b"1001".ljust(64, b"\0"))
        if self.version >= 19:
            self.ask(0x015E, 0x015F)
        self.ask(0x000D, 0x0094)
        self.wait_for(*self.PROMPTS)
        self.ask(0x0000, 0x0100)
        self.call()
        self.ask(self.UNREGISTER, 0x0118)
        return agreed

    def call(self):
        """Off hook, a digit taken back, a number that nobody has, on hook; a key that does nothing."""
        self.ask(0x0006, 0x0082, body=bytes(8))
        self.ask(0x0003, 0x0083, body=struct.pack("<III", 5, 1, 0))
        self.ask(0x0026, 0x0119, body=struct.pack("<III", 8, 1, 0))
        self.ask(0x0003, 0x0083, body=struct.pack("<III", 9, 1, 0))
        self.ask(0x0003, 0x0082, body=struct.pack("<III", 15, 1, 0))
        self.ask(0x0007, 0x0094, body=bytes(8))
        self.ask(0x0026, 0x0082, body=struct.pack("<III", 16, 0, 0))


class Sccp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address("10.78.0.9")
        arena.run("ip", "link", "set", "lo", "up")

    def prepare(self):
        """A server whose phones have something on every kind of key, one phone for each version."""
        data = arena.DataDirectory()
        data.do("migrate")
        data.do("node", "add", "cm1", "--address", arena.SERVER)
        data.do("group", "set", "Default", "--members", "cm1")
        data.do("service", "add", "Kantine – Menü", "http://10.78.0.1/menu.xml")
        data.do("template", "add", "Everything", "--like", "Standard 7975 SCCP")
        for key, feature in enumerate(("service url", "privacy", "do not disturb", "speed dial blf"), 3):
            data.do("template", "set", "Everything", str(key), feature)
        for version in VERSIONS:
            name = f"SEP0000000000{version:02d}"
            data.do("phone", "add", "--name", name, "--model", "7975", "--dn", f"10{version:02d}", "--template", "Everything",
                    "--label", "Zoë 東京", "--display", "Zoë Łódź")
            data.do("speed-dial", "add", name, "2001", "--label", "Börse", "--blf", "on")
            data.do("service", "subscribe", name, "Kantine – Menü", "--button", "1")
        return data

    def test_every_version_from_3_to_22_is_spoken_without_a_fault(self):
        data = self.prepare()
        server = arena.Server("--data", data.path, "--node", "cm1", "--listen", arena.SERVER, "--only", "sccp").ready()
        capture = arena.Capture("lo", "sccp-versions")  # both ends are here
        heard = {}
        for version in VERSIONS:
            with Version(version, f"SEP0000000000{version:02d}", (arena.SERVER, 2000)) as phone:
                agreed = phone.live()
                known = max(v for v in (3, 5, 8, 9, 10, 11, *range(15, 23)) if v <= version)
                self.assertEqual(agreed, known)
                heard[version] = len(phone.heard)
        self.assertEqual(server.stop(), 0)
        arena.until("the last phone's goodbye is captured", lambda: capture.frames("skinny.messageId == 0x0118"))
        capture.stop()
        self.assertEqual(capture.malformed(), [])
        rows = capture.frames("skinny && tcp.srcport == 2000", "skinny.messageId")
        seen = {int(number, 0) for row in rows for number in row[0].split(",")}
        self.assertGreaterEqual(seen, {0x0081, 0x0092, 0x0147, 0x0112, 0x0145, 0x011F, 0x0146, 0x012F, 0x0148, 0x0111, 0x0083})
        self.assertGreater(min(heard.values()), 60, heard)

    def test_hundreds_of_simulated_phones_at_once_without_a_fault(self):
        capture = arena.Capture("lo", "sccp-hundreds", (f"tcp.port=={2000 + OFFSET},skinny",))
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--loopback", "--port-offset", str(OFFSET), "--phones", "300", "--models",
            "7940,7960,7941,7945,7965,7975", timeout=400, check=False
        )
        capture.stop()
        self.assertEqual(done.returncode, 0, done.stdout[-4000:] + done.stderr[-2000:])
        self.assertGreaterEqual(len(capture.frames("skinny.messageId == 0x0081")), 300)
        faults = [row for row in capture.malformed() if row[1] == "SKINNY"]
        self.assertEqual(faults, [])

    def test_golden_frames_of_every_version_are_what_a_dissector_reads(self):
        for name in sorted(os.listdir(GOLDEN)):
            if not name.startswith("version_"):
                continue
            version = int(name[8:10])
            with open(os.path.join(GOLDEN, name), encoding="ascii") as file:
                frames = [line.split() for line in file]
            faults = {frames[number - 1][0] for number in self.dissected(frames, "_ws.malformed or _ws.expert.severity == 8388608")}
            self.assertEqual({fault for fault in faults if not is_expected(fault, version)}, set(), f"version {version}")
            self.assertEqual(len(self.dissected(frames, "skinny")), len(frames), f"version {version}")

    def dissected(self, frames, condition):
        """The numbers of the frames for which the dissector says so."""
        folder = arena.tempfile.mkdtemp(dir="/tmp")
        self.addCleanup(arena.shutil.rmtree, folder, True)
        dump, packets = os.path.join(folder, "frames.txt"), os.path.join(folder, "frames.pcap")
        with open(dump, "w", encoding="ascii") as file:
            for _, octets in frames:
                for at in range(0, len(octets), 32):
                    row = octets[at:at + 32]
                    file.write(f"{at // 2:06x}  {' '.join(row[i:i + 2] for i in range(0, len(row), 2))}\n")
                file.write("\n")
        arena.run("text2pcap", "-q", "-T", "50000,2000", dump, packets)
        done = arena.run("tshark", "-n", "-r", packets, "-Y", condition, "-T", "fields", "-e", "frame.number",
                         env={**os.environ, "HOME": arena.OUTPUT}, timeout=120)
        return [int(number) for number in done.stdout.split()]


class BadInput(unittest.TestCase):
    """A phone in use beside peers that do everything wrong, over real sockets."""

    def setUp(self):
        arena.run("ip", "link", "set", "lo", "up")
        self.data = arena.DataDirectory()
        self.data.do("migrate")
        self.data.do("node", "add", "cm1", "--address", "127.0.0.1")
        self.data.do("group", "set", "Default", "--members", "cm1")
        self.data.do("phone", "add", "--name", "SEP001122334455", "--model", "7960", "--dn", "1001")
        self.data.do("phone", "add", "--name", "SEP0011223344FF", "--model", "7960", "--dn", "1002")
        self.server = arena.Server("--data", self.data.path, "--node", "cm1", "--listen", "127.0.0.1", "--only", "sccp",
                                   "--port-offset", str(OFFSET)).ready()
        self.address = ("127.0.0.1", 2000 + OFFSET)
        self.good = phone_client.Station("SEP001122334455", self.address)
        self.assertTrue(self.good.register())
        self.addCleanup(self.good.socket.close)

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0, self.server.output())

    def check_good(self):
        self.good.send(self.good.KEEPALIVE)
        self.good.wait_for(0x0100)
        self.assertEqual(self.good.number(), "1001")

    def connect(self, source="127.0.0.1"):
        peer = socket.create_connection(self.address, 20, (source, 0))
        self.addCleanup(peer.close)
        return peer

    def registration(self):
        body = b"SEP0011223344FF".ljust(16, b"\0") + struct.pack("<II", 0, 1) + bytes(4) + struct.pack("<III", 7, 0, 0)
        body += bytes([11, 0, 0x60, 0x85]) + bytes(24)
        return struct.pack("<III", len(body) + 4, 0, 1) + body

    def test_thousands_of_connections_from_one_source(self):
        peers = [self.connect("127.0.0.66") for _ in range(3000)]
        self.check_good()
        for peer in peers:
            peer.close()
        self.check_good()

    def test_a_peer_that_never_reads_is_cut_off(self):
        peer = self.connect()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # It registers, asks for the largest answer for ever, and never reads one: either what waits for it or how much it says
        # is too much in the end.
        peer.sendall(self.registration())
        questions = struct.pack("<III", 4, 0, 0x0028) * 200
        peer.settimeout(20)
        with self.assertRaises(ConnectionError):
            while True:
                peer.sendall(questions)
        self.check_good()

    def test_one_octet_at_a_time(self):
        peer = self.connect()
        for octet in self.registration():
            peer.sendall(bytes([octet]))
        self.assertEqual(peer.recv(12)[8], 0x81)
        self.check_good()

    def test_noise_of_all_kinds(self):
        for noise in (bytes(100), b"\xff" * 100, b"GET / HTTP/1.0\r\n\r\n", struct.pack("<III", 16385, 0, 1), b"\x04\x00\x00\x00" * 50):
            peer = self.connect()
            peer.sendall(noise)
            self.check_good()


class AskFirst(unittest.TestCase):
    """Auto-registration that asks the operator, over real sockets and past the death of the process."""

    NAME = "SEP0011223344AA"

    def serve(self):
        self.server = arena.Server("--data", self.data.path, "--node", "cm1", "--listen", "127.0.0.1", "--only", "sccp",
                                   "--port-offset", str(OFFSET)).ready()

    def test_a_phone_waits_is_approved_and_is_restarted_once(self):
        arena.run("ip", "link", "set", "lo", "up")
        self.data = arena.DataDirectory()
        self.data.do("migrate")
        self.data.do("node", "add", "cm1", "--address", "127.0.0.1")
        self.data.do("group", "set", "Default", "--members", "cm1")
        self.data.do("autoreg", "ask", "--range", "1000-1999")
        self.serve()
        with phone_client.Station(self.NAME, ("127.0.0.1", 2000 + OFFSET)) as phone:
            phone.send(phone.REGISTER, self.registration())
            message, text = phone.wait_for(phone.REGISTER_ACK, phone.REGISTER_REJECT)
            begun = arena.time.monotonic()
            self.assertEqual((message, text.rstrip(b"\0")), (phone.REGISTER_REJECT, b"Waiting for approval"))
            with self.assertRaises(ConnectionError):
                phone.receive()
            self.assertGreater(arena.time.monotonic() - begun, 1.5)
        waiting = self.data.ask("autoreg", "waiting")
        self.assertEqual([(phone["name"], phone["model"], phone["address"]) for phone in waiting],
                         [(self.NAME, "Cisco 7960", "127.0.0.1")])
        self.server.signal(arena.signal.SIGKILL)
        self.server.wait()
        self.serve()
        self.assertEqual(len(self.data.ask("autoreg", "waiting")), 1)
        self.data.do("autoreg", "approve", self.NAME)
        with phone_client.Station(self.NAME, ("127.0.0.1", 2000 + OFFSET)) as phone:
            self.assertTrue(phone.register())
            self.assertEqual(phone.number(), "1000")
            phone.send(0x000D)
            self.assertEqual(phone.wait_for(phone.RESET)[1][:4], struct.pack("<I", 2))
        with phone_client.Station(self.NAME, ("127.0.0.1", 2000 + OFFSET), seconds=4) as phone:
            self.assertTrue(phone.register())
            phone.send(0x000D)
            with self.assertRaises(TimeoutError):
                phone.wait_for(phone.RESET)
        self.assertEqual(self.data.ask("autoreg", "waiting"), [])
        self.assertEqual(self.server.stop(), 0, self.server.output())

    def registration(self):
        body = self.NAME.encode().ljust(16, b"\0") + struct.pack("<II", 0, 1) + socket.inet_aton("127.0.0.1")
        return body + struct.pack("<III", 7, 0, 0) + bytes([11, 0x00, 0x60, 0x85]) + bytes(24)


if __name__ == "__main__":
    arena.need("dumpcap", "tshark", "text2pcap")
    arena.enter()
    arena.main()
