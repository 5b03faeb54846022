#!/usr/bin/env python3
"""TFTP on the wire: the clients that people have, packets that no client sends, and every setting. T-… are the cases of
the conformance suite that need a wire; the others are tried on the engine."""

import os
import shutil
import signal
import socket
import tempfile
import time
import unittest

import arena
import tftp_client as tftp

FIRST, SECOND = arena.SERVER, "10.78.0.3"  # the server's addresses
CLIENT, OTHER_CLIENT = "10.78.0.9", "10.78.0.8"
LOAD = "SCCP45.9-4-2SR3-1S.loads"
SIZES = {"x0": 0, "x1": 1, "x511": 511, "x512": 512, "x513": 513, "x5000": 5000, LOAD: 300_000}


class Site:
    """The wire with a capture on it, and a directory of files; one for all the servers of this test."""

    def __init__(self):
        self.wire = arena.Wire()
        self.wire.give_address(CLIENT)
        self.wire.run("ip", "address", "add", OTHER_CLIENT + "/24", "dev", arena.CLIENT_SIDE)
        arena.run("ip", "address", "add", SECOND + "/24", "dev", arena.SERVER_SIDE)
        self.folder = tempfile.mkdtemp(dir="/tmp")
        self.files = os.path.join(self.folder, "tftpboot")
        os.makedirs(os.path.join(self.files, "Communicator"))
        self.octets = {name: os.urandom(size) for name, size in SIZES.items()}
        for name, octets in {**self.octets, "Communicator/x.xml": b"<x/>", "../secret": b"secret"}.items():
            with open(os.path.join(self.files, name), "wb") as file:
                file.write(octets)
        os.symlink("x512", os.path.join(self.files, "link-inside"))
        os.symlink("../secret", os.path.join(self.files, "link-outside"))
        os.symlink("/etc/passwd", os.path.join(self.files, "link-absolute"))
        os.mkfifo(os.path.join(self.files, "fifo"))
        self.capture = arena.Capture(arena.CLIENT_SIDE, "tftp", beyond=self.wire)


SITE = None


def setUpModule():
    global SITE
    SITE = Site()


def tearDownModule():
    SITE.capture.stop()
    shutil.rmtree(SITE.folder, True)
    assert SITE.capture.frames("tftp.opcode == 3"), "the capture holds no TFTP data"
    # Clients of ours send nonsense on purpose; the server never does.
    from_server = f"(ip.src == {FIRST} or ip.src == {SECOND})"
    malformed = SITE.capture.frames(f"{from_server} and ({arena.Capture.MALFORMED})", "frame.number", "_ws.col.Info")
    assert not malformed, malformed


class Case(unittest.TestCase):
    """A server with the settings of the class."""

    SETTINGS = ""

    @classmethod
    def setUpClass(cls):
        cls.data = arena.DataDirectory()
        settings = os.path.join(cls.data.path, "settings.toml")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(cls.SETTINGS)
        cls.server = arena.Server(
            "--data", cls.data.path, "--only", "tftp,http", "--files", SITE.files, "--settings", settings
        ).ready()

    @classmethod
    def tearDownClass(cls):
        if cls.server.is_running():
            assert cls.server.stop() == 0, cls.server.output()

    def socket(self, address=CLIENT):
        made = SITE.wire.inside(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.addCleanup(made.close)
        made.bind((address, 0))
        return made

    def fetch(self, *command):
        """(exit status, what the client said, octets): the command writes to the file that {} stands for."""
        with tempfile.TemporaryDirectory() as folder:
            kept = os.path.join(folder, "kept")
            done = SITE.wire.run(*(word.replace("{}", kept) for word in command), check=False)
            octets = b""
            if os.path.exists(kept):
                with open(kept, "rb") as file:
                    octets = file.read()
            return done.returncode, done.stdout + done.stderr, octets

    def hpa(self, name):
        return self.fetch("tftp", "-m", "binary", FIRST, "-c", "get", name, "{}")

    def atftp(self, name, *options):
        words = [word for option in options for word in ("--option", option)]
        return self.fetch("atftp", *words, "--get", "-r", name, "-l", "{}", FIRST)

    def busybox(self, name, *options):
        return self.fetch("busybox", "tftp", *options, "-g", "-r", name, "-l", "{}", FIRST)

    def curl(self, name, *options):
        return self.fetch("curl", "-sS", "--max-time", "20", "-o", "{}", *options, f"tftp://{FIRST}/{name}")

    def assert_all_files(self, fetch, but=()):
        for name, octets in SITE.octets.items():
            if name not in but:
                status, said, got = fetch(name)
                self.assertEqual((status, len(got)), (0, len(octets)), f"{name}: {said}")
                self.assertTrue(got == octets, name)


class Clients(Case):
    def test_tftp_hpa(self):
        self.assert_all_files(self.hpa)

    def test_atftp_plain(self):
        self.assert_all_files(self.atftp)

    def test_atftp_with_block_size_and_window(self):
        for options in (("blksize 1428",), ("windowsize 8",), ("blksize 1428", "windowsize 16"), ("blksize 8192", "windowsize 64"),
                        ("blksize 8", "timeout 3"), ("tsize 0", "blksize 1468")):
            with self.subTest(options=options):
                status, said, got = self.atftp(LOAD, *options)
                self.assertEqual(status, 0, said)
                self.assertTrue(got == SITE.octets[LOAD])
        self.assert_all_files(lambda name: self.atftp(name, "blksize 512", "windowsize 4"))

    def test_busybox(self):
        self.assert_all_files(self.busybox)
        for size in ("128", "1024", "1428", "65464"):
            self.assert_all_files(lambda name, size=size: self.busybox(name, "-b", size))

    def test_curl(self):
        self.assert_all_files(self.curl)
        self.assert_all_files(lambda name: self.curl(name, "--tftp-no-options"))
        for size in ("8", "512", "1428", "65464"):
            self.assert_all_files(lambda name, size=size: self.curl(name, "--tftp-blksize", size), but=("x0",))

    def test_T_67_nothing_can_be_written(self):
        upload = os.path.join(SITE.files, "x511")
        status, _, _ = self.fetch("curl", "-sS", "--max-time", "20", "-T", upload, f"tftp://{FIRST}/uploaded")
        self.assertEqual(status, 69)  # curl's word for TFTP error 2
        answer, _ = tftp.ask(self.socket(), tftp.request("uploaded", opcode=tftp.WRQ), (FIRST, 69))
        self.assertEqual((tftp.opcode_of(answer), tftp.number_of(answer)), (tftp.ERROR, 2))
        self.assertFalse(os.path.exists(os.path.join(SITE.files, "uploaded")))

    def test_nmap_learns_no_names_but_those_it_knew(self):
        """Often none at all: the script closes its port for a moment after asking, and an answer comes sooner."""
        names = os.path.join(SITE.folder, "names")
        with open(names, "w", encoding="ascii") as file:
            file.write("\n".join(["x511", "nothing.cnf", "secret", "../secret", "/etc/passwd", ".", "/", "fifo", LOAD]) + "\n")
        done = SITE.wire.run(
            "nmap", "-n", "-Pn", "-sU", "-p", "69", "--script", "tftp-enum", "--script-args", f"tftp-enum.filelist={names}",
            FIRST, timeout=120, env={**os.environ, "HOME": SITE.folder}
        )
        found = {line.strip("|_ ") for line in done.stdout.splitlines() if line.startswith("|") and "tftp-enum" not in line}
        self.assertLessEqual(found, {"x511", LOAD}, done.stdout)


class Packets(Case):
    def test_T_10_what_is_not_there_is_refused_without_a_path(self):
        for name in ("nothing", "CTLSEP0011223344AA.tlv", "../secret", "/etc/passwd", "Communicator"):
            answer, _ = tftp.ask(self.socket(), tftp.request(name), (FIRST, 69))
            self.assertEqual(answer, b"\0\5\0\1File not found\0", name)

    def test_T_19_T_20_symbolic_links_lead_nowhere_outside(self):
        self.assertEqual(self.hpa("link-inside")[2], SITE.octets["x512"])
        for name in ("link-outside", "link-absolute"):
            answer, _ = tftp.ask(self.socket(), tftp.request(name), (FIRST, 69))
            self.assertEqual((tftp.opcode_of(answer), tftp.number_of(answer)), (tftp.ERROR, 1), name)

    def test_T_21_what_is_no_regular_file_is_not_there_and_holds_nobody_up(self):
        for name in ("fifo", "Communicator", "Communicator/", "."):
            answer, _ = tftp.ask(self.socket(), tftp.request(name), (FIRST, 69))
            self.assertEqual(tftp.opcode_of(answer), tftp.ERROR, name)
        self.assertEqual(self.hpa("x511")[2], SITE.octets["x511"])

    def test_T_26_T_28_transfers_leave_from_ports_of_their_own_at_random(self):
        ports = []
        for _ in range(100):
            answer, source = tftp.ask(self.socket(), tftp.request("x511"), (FIRST, 69))
            self.assertEqual(answer[4:], SITE.octets["x511"])
            self.assertEqual(source[0], FIRST)
            self.assertNotEqual(source[1], 69)
            ports.append(source[1])
        steps = [after - before for before, after in zip(ports, ports[1:])]
        self.assertGreater(len(set(steps)), 10, ports)
        self.assertGreater(len(set(ports)), 4, ports)

    def test_T_29_a_repeated_request_is_answered_by_the_same_transfer(self):
        client = self.socket()
        first = tftp.ask(client, tftp.request("x5000"), (FIRST, 69))
        again = tftp.ask(client, tftp.request("x5000"), (FIRST, 69))
        self.assertEqual(first, again)

    def test_T_31_T_32_foreigners_are_told_so_and_the_transfer_goes_on(self):
        client = self.socket()
        _, transfer = tftp.ask(client, tftp.request("x5000"), (FIRST, 69))
        for foreigner in (self.socket(), self.socket(OTHER_CLIENT)):
            answer, _ = tftp.ask(foreigner, tftp.ack(1), transfer)
            self.assertEqual((tftp.opcode_of(answer), tftp.number_of(answer)), (tftp.ERROR, 5))
        answer, source = tftp.ask(client, tftp.ack(1), transfer)
        self.assertEqual((source, tftp.number_of(answer)), (transfer, 2))

    def test_T_75_a_phone_nobody_knows_is_sent_on_to_the_default_file(self):
        self.data.do("autoreg", "on", "--range", "2000-2099")

        def default():
            return tftp.ask(self.socket(), tftp.request("XMLDefault.cnf.xml"), (FIRST, 69))[0]
        arena.until("the default file", lambda: tftp.opcode_of(default()) == tftp.DATA)
        answer, _ = tftp.ask(self.socket(), tftp.request("SEP00AABBCCDDEE.cnf.xml"), (FIRST, 69))
        self.assertEqual((tftp.opcode_of(answer), tftp.number_of(answer)), (tftp.ERROR, 1))
        self.data.do("autoreg", "off")

    def test_T_84_the_answer_leaves_from_the_address_that_was_asked(self):
        for address in (FIRST, SECOND, FIRST):
            client = self.socket()
            _, source = tftp.ask(client, tftp.request("x5000"), (address, 69))
            self.assertEqual(source[0], address)
            answer, again = tftp.ask(client, tftp.ack(1), source)
            self.assertEqual((again, tftp.number_of(answer)), (source, 2))
            _, missing = tftp.ask(self.socket(), tftp.request("nothing"), (address, 69))
            self.assertEqual(missing[0], address)

    def test_200_phones_behind_one_address_fetch_three_files_each_at_once(self):
        names = ("x5000", "x513", "x511")
        readers = [tftp.Reader(self.socket(), FIRST, names[i % 3]) for i in range(600)]
        tftp.read_all(readers, arena.DEADLINE)
        for reader in readers:
            self.assertTrue(reader.octets == SITE.octets[reader.name], reader.name)


class SinglePort(Case):
    SETTINGS = "[tftp]\nsingle-port = true\n"

    def test_T_78_a_hundred_clients_at_once_over_port_69_alone(self):
        readers = [tftp.Reader(self.socket(), FIRST, "x5000") for _ in range(100)]
        tftp.read_all(readers, arena.DEADLINE)
        for reader in readers:
            self.assertEqual(reader.peer, (FIRST, 69))
            self.assertTrue(reader.octets == SITE.octets["x5000"])

    def test_T_78_clients_do_not_mind(self):
        for fetch in (self.hpa, self.curl, self.busybox, lambda name: self.atftp(name, "blksize 1428", "windowsize 8")):
            self.assertTrue(fetch(LOAD)[2] == SITE.octets[LOAD])


class PortRange(Case):
    SETTINGS = '[tftp]\nports = "50000-50010"\n'

    def test_T_27_transfers_leave_from_the_range_that_is_open(self):
        readers = [tftp.Reader(self.socket(), FIRST, "x5000") for _ in range(50)]
        tftp.read_all(readers, arena.DEADLINE)
        for reader in readers:
            self.assertIn(reader.peer[1], range(50000, 50011))
            self.assertTrue(reader.octets == SITE.octets["x5000"])


class Fragments(Case):
    SETTINGS = "[tftp]\nfragments = true\n"

    def test_T_45_blocks_larger_than_a_frame_arrive_whole(self):
        answer, _ = tftp.ask(self.socket(), tftp.request(LOAD, "blksize", "65464"), (FIRST, 69))
        self.assertEqual(answer, b"\0\6blksize\x0065464\0")
        status, said, got = self.curl(LOAD, "--tftp-blksize", "65464")
        self.assertEqual(status, 0, said)
        self.assertTrue(got == SITE.octets[LOAD])


class Allowed(Case):
    SETTINGS = f'[tftp]\nallow = ["{OTHER_CLIENT}/32"]\n'

    def test_T_80_who_may_not_ask_hears_nothing(self):
        stranger, guest = self.socket(CLIENT), self.socket(OTHER_CLIENT)
        for name in ("x511", "nothing"):
            stranger.sendto(tftp.request(name), (FIRST, 69))
            answer, _ = tftp.ask(guest, tftp.request(name), (FIRST, 69))  # asked later, answered
            self.assertIn(tftp.opcode_of(answer), (tftp.DATA, tftp.ERROR))
        self.assertTrue(tftp.is_silent(stranger))


class Stop(Case):
    def test_T_83_stopping_tells_the_client_and_takes_no_time(self):
        client = self.socket()
        tftp.ask(client, tftp.request("x5000"), (FIRST, 69))
        started = time.monotonic()
        self.server.signal(signal.SIGTERM)
        answer, _ = client.recvfrom(65536)
        self.assertEqual((tftp.opcode_of(answer), tftp.number_of(answer)), (tftp.ERROR, 0))
        self.assertEqual(self.server.wait(), 0)
        self.assertLess(time.monotonic() - started, 6)


if __name__ == "__main__":
    arena.need("tftp", "atftp", "busybox", "curl", "nmap", "dumpcap", "tshark")
    arena.enter()
    arena.main()
