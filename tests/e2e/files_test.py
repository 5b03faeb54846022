#!/usr/bin/env python3
"""Files with clients that nobody here wrote: tftp-hpa and curl. All ways to a file lead to the same octets."""

import os
import tempfile
import time
import unittest

import arena

PHONE = "SEP0011223344AA"
FILE = PHONE + ".cnf.xml"
AT_ONCE = 1.5  # seconds: far below the four after which a phone asks again


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address("10.78.0.9")
        cls.data = arena.DataDirectory()
        cls.static = tempfile.mkdtemp(dir="/tmp")
        cls.firmware = os.urandom(300_000)
        with open(os.path.join(cls.static, "SCCP45.9-4-2SR3-1S.loads"), "wb") as file:
            file.write(cls.firmware)
        with open(os.path.join(cls.static, "exact-blocks"), "wb") as file:
            file.write(b"x" * 1024)
        with open(os.path.join(os.path.dirname(cls.static), "outside-" + os.path.basename(cls.static)), "w") as file:
            file.write("secret")
        cls.capture = arena.Capture(arena.SERVER_SIDE, "files")
        cls.server = arena.Server("--data", cls.data.path, "--listen", arena.SERVER, "--files", cls.static).ready()
        cls.data.do("phone", "add", "--mac", PHONE[3:], "--model", "7965", "--dn", "1001")
        arena.until("the phone's file", lambda: cls.http(FILE)[0] == 200)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.capture.stop()
        assert status == 0, cls.server.output()
        assert cls.capture.frames("tftp.opcode == 3"), "the capture holds no TFTP data"
        assert not cls.capture.malformed(), cls.capture.malformed()

    @classmethod
    def curl(cls, url, *options):
        """(exit status, octets)"""
        with tempfile.NamedTemporaryFile() as kept:
            done = cls.wire.run(
                "curl", "-sS", "--path-as-is", "--max-time", "20", "-o", kept.name, *options, url, check=False
            )
            kept.seek(0)
            return done, kept.read()

    @classmethod
    def http(cls, name, *options):
        """(HTTP status, octets)"""
        done, octets = cls.curl(f"http://{arena.SERVER}:6970/{name}", "-w", "%{http_code}", *options)
        return int(done.stdout or 0), octets

    def tftp_by_curl(self, name, *options):
        done, octets = self.curl(f"tftp://{arena.SERVER}/{name}", *options)
        return done.returncode, octets

    def tftp_by_hpa(self, name):
        """(what the client said, octets)"""
        with tempfile.TemporaryDirectory() as folder:
            kept = os.path.join(folder, "kept")
            done = self.wire.run("tftp", "-m", "binary", arena.SERVER, "-c", "get", name, kept, check=False)
            if not os.path.exists(kept):
                return done.stdout + done.stderr, b""
            with open(kept, "rb") as file:
                return done.stdout + done.stderr, file.read()

    def by_command(self, name):
        return arena.run(arena.PROGRAM, "file", name, "--data", self.data.path).stdout.encode()

    def test_all_ways_to_a_phones_file_lead_to_the_same_octets(self):
        status, expected = self.http(FILE)
        self.assertEqual(status, 200)
        self.assertIn(b"<processNodeName>10.78.0.1</processNodeName>", expected)
        self.assertEqual(self.tftp_by_hpa(FILE)[1], expected)
        self.assertEqual(self.tftp_by_curl(FILE), (0, expected))
        self.assertEqual(self.tftp_by_curl(FILE, "--tftp-no-options"), (0, expected))
        self.assertEqual(self.by_command(FILE), expected)

    def test_case_does_not_matter(self):
        expected = self.http(FILE)[1]
        self.assertEqual(self.http(FILE.lower())[1], expected)
        self.assertEqual(self.tftp_by_curl(FILE.lower())[1], expected)
        self.assertEqual(self.http("sccp45.9-4-2sr3-1s.LOADS")[1], self.firmware)

    def test_firmware_arrives_whole_with_any_block_size(self):
        name = "SCCP45.9-4-2SR3-1S.loads"
        self.assertEqual(self.tftp_by_hpa(name)[1], self.firmware)
        for size in ("512", "1428", "8192"):
            self.assertEqual(self.tftp_by_curl(name, "--tftp-blksize", size), (0, self.firmware))
        self.assertEqual(self.tftp_by_hpa("exact-blocks")[1], b"x" * 1024)
        self.assertEqual(self.http(name, "-r", "100-199"), (206, self.firmware[100:200]))

    def test_what_is_not_there_is_not_found_at_once(self):
        for name in ("CTLSEP0011223344AA.tlv", "SEP00AABBCCDDEE.cnf.xml", "XMLDefault.cnf.xml", "no-such.loads"):
            started = time.monotonic()
            self.assertIn("not found", self.tftp_by_hpa(name)[0].lower())
            self.assertEqual(self.tftp_by_curl(name)[0], 68)  # curl's word for TFTP error 1
            self.assertEqual(self.http(name)[0], 404)
            self.assertLess(time.monotonic() - started, 3 * AT_ONCE, name)

    def test_nothing_leads_out_of_the_directory(self):
        outside = "outside-" + os.path.basename(self.static)
        for name in (f"../{outside}", f"%2e%2e/{outside}", f"..%5c{outside}", "../../../../etc/passwd", "%2fetc/passwd"):
            self.assertIn(self.http(name)[0], (400, 403, 404), name)
        for name in (f"../{outside}", "../../../../etc/passwd", "/etc/passwd"):
            self.assertEqual(self.tftp_by_hpa(name)[1], b"", name)

    def test_nothing_can_be_written(self):
        with tempfile.NamedTemporaryFile() as upload:
            upload.write(b"mine")
            upload.flush()
            done, _ = self.curl(f"tftp://{arena.SERVER}/uploaded", "-T", upload.name)
            self.assertNotEqual(done.returncode, 0)
            self.assertEqual(self.http("uploaded", "-T", upload.name)[0], 405)
        self.assertFalse(os.path.exists(os.path.join(self.static, "uploaded")))

    def test_H_04_the_default_file_exists_exactly_while_auto_registration_is_on(self):
        name = "XMLDefault.cnf.xml"
        self.assertEqual(self.http(name)[0], 404)
        self.data.do("autoreg", "on", "--range", "2000-2099")
        arena.until("the default file", lambda: self.http(name)[0] == 200)
        self.assertEqual(self.tftp_by_hpa(name)[1], self.http(name)[1])
        self.assertIn(b"<processNodeName>10.78.0.1</processNodeName>", self.http(name)[1])
        self.data.do("autoreg", "off")
        arena.until("no default file", lambda: self.http(name)[0] == 404)

    def test_a_phone_that_comes_or_goes_shows_without_a_restart(self):
        self.data.do("phone", "add", "--mac", "0011223344BB", "--model", "7965", "--dn", "1002")
        arena.until("the second phone's file", lambda: self.http("SEP0011223344BB.cnf.xml")[0] == 200)
        self.data.do("phone", "remove", "SEP0011223344BB")
        arena.until("no second phone's file", lambda: self.http("SEP0011223344BB.cnf.xml")[0] == 404)


if __name__ == "__main__":
    arena.need("tftp", "curl", "dumpcap", "tshark")
    arena.enter()
    arena.main()
