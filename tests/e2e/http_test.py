#!/usr/bin/env python3
"""HTTP 6970 on the wire, as people and phones use it: curl, and bare sockets where every octet counts."""

import os
import socket
import statistics
import tempfile
import time
import unittest

import arena
from http_client import CLIENT, FILE, LOAD, PHONE, PORT, Answer, Client, make_static


class Http(unittest.TestCase):
    """What well-behaved clients do; a dissector looks on."""

    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address(CLIENT)
        cls.data = arena.DataDirectory()
        cls.static, cls.firmware, cls.outside = make_static()
        cls.capture = arena.Capture(arena.SERVER_SIDE, "http", (f"tcp.port=={PORT},http",))
        cls.server = arena.Server("--data", cls.data.path, "--listen", arena.SERVER, "--files", cls.static).ready()
        cls.data.do("phone", "add", "--mac", PHONE[3:], "--model", "7965", "--dn", "1001")
        arena.until("the phone's file", lambda: cls.curl(FILE)[0].status == 200)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.capture.stop()
        assert status == 0, cls.server.output()
        for condition in ("http.request", "http.response.code == 206", "http.response.code == 304"):
            assert cls.capture.frames(condition), f"the capture holds no {condition}"
        assert not cls.capture.malformed(), cls.capture.malformed()
        cls.wire.close()

    @classmethod
    def curl(cls, name, *options):
        """(answer, octets of the body)"""
        with tempfile.NamedTemporaryFile() as head, tempfile.NamedTemporaryFile() as body:
            cls.wire.run(
                "curl", "-sS", "--path-as-is", "--max-time", "20", "-D", head.name, "-o", body.name, *options,
                f"http://{arena.SERVER}:{PORT}/{name}"
            )
            octets = body.read()
            # Of several heads, as after "100 Continue", the last.
            return Answer(head.read().strip().split(b"\r\n\r\n")[-1], octets), octets

    def test_H_01_a_phones_file_arrives_whole_and_as_over_tftp(self):
        answer, octets = self.curl(FILE)
        self.assertEqual((answer.version, answer.status), ("HTTP/1.1", 200))
        self.assertEqual(int(answer.fields["Content-Length"]), len(octets))
        self.assertEqual(answer.fields["Content-Type"], "text/xml")
        self.assertEqual(answer.fields["Cache-Control"], "no-cache")
        self.assertNotIn("Transfer-Encoding", answer.fields)
        seconds = time.mktime(time.strptime(answer.fields["Date"], "%a, %d %b %Y %H:%M:%S GMT")) - time.timezone
        self.assertLess(abs(seconds - time.time()), 5)
        with tempfile.NamedTemporaryFile() as kept:
            self.wire.run("curl", "-sS", "--max-time", "20", "-o", kept.name, f"tftp://{arena.SERVER}/{FILE}")
            self.assertEqual(kept.read(), octets)

    def test_H_02_head_says_what_get_would(self):
        for name in (FILE, LOAD, "no-such-file"):
            said, _ = self.curl(name, "-I")
            given, _ = self.curl(name)
            said.fields.pop("Date"), given.fields.pop("Date")
            self.assertEqual((said.status, said.fields), (given.status, given.fields))
            with Client(self.wire) as client:
                client.send(f"HEAD /{name} HTTP/1.1\r\n\r\n".encode())
                self.assertEqual(client.read(has_body=False).status, given.status)
                self.assertEqual(client.get("ring.raw").body, b"r" * 1000, "what followed the head was no answer")

    def test_H_03_case_does_not_matter(self):
        expected = self.curl(FILE)[1]
        for name in (FILE.lower(), PHONE.lower() + ".CNF.XML", FILE.upper()):
            answer, octets = self.curl(name)
            self.assertEqual((answer.status, octets), (200, expected), name)
        self.assertEqual(self.curl(LOAD.lower())[1], self.firmware)

    def test_H_04_an_unknown_phone_is_sent_on_to_the_default_file(self):
        self.data.do("autoreg", "on", "--range", "2000-2099")
        arena.until("the default file", lambda: self.curl("XMLDefault.cnf.xml")[0].status == 200)
        self.assertEqual(self.curl("SEP00AABBCCDDEE.cnf.xml")[0].status, 404)
        self.data.do("autoreg", "off")

    def test_H_05_trust_lists_that_are_not_there_are_not_found_at_once(self):
        with Client(self.wire) as client:
            taken = []
            for _ in range(20):
                for name in (f"CTL{PHONE}.tlv", f"ITL{PHONE}.tlv"):
                    started = time.monotonic()
                    self.assertEqual(client.get(name).status, 404)
                    taken.append(time.monotonic() - started)
        self.assertLess(statistics.median(taken), 0.005)

    def test_H_07_a_signed_file_is_not_found_where_nothing_is_signed(self):
        for name in (FILE + ".sgn", FILE + ".enc.sgn"):
            self.assertEqual(self.curl(name)[0].status, 404, name)

    def test_H_08_nothing_leads_out_of_the_directory(self):
        for name in (
            "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cetc/passwd", "%252e%252e/etc/passwd", "/etc/passwd",
            "%2fetc%2fpasswd", f"../{self.outside}", f"%2e%2e%2f{self.outside}", f"..%5c{self.outside}", "leads-out",
            f"a/../../{self.outside}", ".hidden", "", "."
        ):
            answer, octets = self.curl(name)
            self.assertEqual((answer.status, octets), (404, b"File not found\n"), name)

    def test_H_09_a_control_character_in_the_name_is_a_bad_request(self):
        for name in (f"{FILE}%00.png", "x%0d%0aSet-Cookie:%20a", "x%7f", "x%zz", "x%"):
            answer, octets = self.curl(name)
            self.assertEqual((answer.status, octets), (400, b"Bad request\n"), name)
            self.assertNotIn("Set-Cookie", answer.fields)

    def test_H_10_no_host_is_needed(self):
        with Client(self.wire) as client:
            client.send(f"GET /{FILE} HTTP/1.1\r\n\r\n".encode())
            self.assertEqual(client.read().status, 200)

    def test_H_11_http_1_0_closes_after_the_file_unless_asked_not_to(self):
        answer, octets = self.curl(FILE, "-0")
        self.assertEqual((answer.version, answer.status), ("HTTP/1.0", 200))
        self.assertEqual(answer.fields["Connection"], "close")
        self.assertEqual(octets, self.curl(FILE)[1])
        with Client(self.wire) as client:
            client.send(f"GET /{FILE} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".encode())
            self.assertEqual(client.read().fields["Connection"], "keep-alive")
            client.send(f"GET /{FILE} HTTP/1.0\r\n\r\n".encode())
            self.assertEqual(client.read().fields["Connection"], "close")
            self.assertTrue(client.is_closed())

    def test_H_12_three_files_on_one_connection(self):
        names = (FILE, LOAD, "no-such-file")
        urls = [word for name in names for word in ("-o", os.devnull, f"http://{arena.SERVER}:{PORT}/{name}")]
        done = self.wire.run("curl", "-sS", "--max-time", "20", "-w", "%{http_code} %{num_connects}\n", *urls)
        self.assertEqual(done.stdout.split("\n")[:3], ["200 1", "200 0", "404 0"])

    def test_H_12_without_keep_alive_every_file_has_a_connection(self):
        urls = [word for _ in range(3) for word in ("-o", os.devnull, f"http://{arena.SERVER}:{PORT}/{FILE}")]
        done = self.wire.run("curl", "-sS", "-H", "Connection: close", "-w", "%{http_code} %{num_connects}\n", *urls)
        self.assertEqual(done.stdout.split("\n")[:3], ["200 1"] * 3)

    def test_H_13_ten_requests_at_once_are_answered_in_order(self):
        names = [FILE, LOAD, "no-such-file", "ring.raw", FILE.lower()] * 2
        expected = [(self.curl(name)[0].status, self.curl(name)[1]) for name in names]
        with Client(self.wire) as client:
            client.send(b"".join(f"GET /{name} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for name in names))
            answers = [client.read() for _ in names]
        self.assertEqual([(answer.status, answer.body) for answer in answers], expected)

    def test_H_14_ranges(self):
        size = len(self.firmware)
        for asked, status, octets in (
            ("0-99", 206, self.firmware[:100]), ("-100", 206, self.firmware[-100:]),
            (f"{size - 5}-", 206, self.firmware[-5:]), ("299990-999999", 206, self.firmware[299_990:]),
            ("999999999-", 416, b""), ("0-9,20-29", 200, self.firmware)
        ):
            answer, got = self.curl(LOAD, "-r", asked)
            self.assertEqual((answer.status, got), (status, octets), asked)
        self.assertEqual(self.curl(LOAD, "-r", "0-99")[0].fields["Content-Range"], f"bytes 0-99/{size}")
        self.assertEqual(self.curl(LOAD, "-r", f"{size}-")[0].fields["Content-Range"], f"bytes */{size}")

    def test_H_14_an_interrupted_download_goes_on_where_it_stopped(self):
        with tempfile.NamedTemporaryFile() as kept:
            kept.write(self.firmware[:123_456])
            kept.flush()
            self.wire.run("curl", "-sS", "-C", "-", "-o", kept.name, f"http://{arena.SERVER}:{PORT}/{LOAD}")
            kept.seek(0)
            self.assertEqual(kept.read(), self.firmware)

    def test_H_15_what_a_client_has_already_is_not_sent_again(self):
        for name in (FILE, LOAD):
            tag = self.curl(name)[0].fields["ETag"]
            for condition in (tag, f'"x", {tag}', f"W/{tag}", "*"):
                answer, octets = self.curl(name, "-H", f"If-None-Match: {condition}")
                self.assertEqual((answer.status, octets, answer.fields["ETag"]), (304, b"", tag), condition)
            self.assertEqual(self.curl(name, "-H", 'If-None-Match: "0"')[0].status, 200)
        modified = self.curl(LOAD)[0].fields["Last-Modified"]
        self.assertEqual(self.curl(LOAD, "-z", modified)[0].status, 304)
        self.assertEqual(self.curl(LOAD, "-z", "Sun, 06 Nov 1994 08:49:37 GMT")[0].status, 200)

    def test_H_16_a_changed_configuration_has_a_new_tag_and_new_octets(self):
        before, octets = self.curl(FILE)
        self.data.do("phone", "set", PHONE, "--vendor-config", "<webAccess>1</webAccess>")
        after = arena.until("the changed file", lambda: self.curl(FILE)[1] != octets and self.curl(FILE)[0])
        self.assertNotEqual(after.fields["ETag"], before.fields["ETag"])
        self.assertEqual(self.curl(FILE, "-H", f"If-None-Match: {before.fields['ETag']}")[0].status, 200)
        self.assertEqual(self.curl(FILE, "-H", f"If-None-Match: {after.fields['ETag']}")[0].status, 304)

    def test_H_17_other_methods_are_told_which_there_are(self):
        for method in ("DELETE", "PUT", "POST", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
            answer, _ = self.curl(FILE, "-X", method)
            self.assertEqual((answer.status, answer.fields["Allow"]), (405, "GET, HEAD"), method)

    def test_H_17_an_upload_of_any_size_hears_that_it_is_refused(self):
        with tempfile.NamedTemporaryFile() as upload:
            upload.write(bytes(900_000))
            upload.flush()
            for wait in ("Expect:", "Expect: 100-continue"):
                answer, _ = self.curl("uploaded", "-T", upload.name, "-H", wait)
                self.assertEqual(answer.status, 405)
        self.assertFalse(os.path.exists(os.path.join(self.static, "uploaded")))

    def test_H_23_no_list_of_files_is_given_to_anybody(self):
        for name in ("ConfigFileCacheList.txt", "FileList.txt", "BinFileCacheList.txt", "PerfMon.txt", "ParamList.txt", ""):
            self.assertEqual(self.curl(name)[0].status, 404, name)

    def test_absolute_targets_and_queries_lead_to_the_same_file(self):
        expected = self.curl(FILE)[1]
        with Client(self.wire) as client:
            for target in (f"http://{arena.SERVER}:{PORT}/{FILE}", f"/{FILE}?model=7965", f"/tftpboot//./{FILE}", f"/%53{FILE[1:]}"):
                client.send(f"GET {target} HTTP/1.1\r\n\r\n".encode())
                self.assertEqual(client.read().body, expected, target)

    def test_a_client_that_has_finished_speaking_still_gets_everything(self):
        with Client(self.wire) as client:
            client.send(f"GET /{LOAD} HTTP/1.1\r\n\r\nGET /{FILE} HTTP/1.1\r\n\r\n".encode())
            client.socket.shutdown(socket.SHUT_WR)
            self.assertEqual(client.read().body, self.firmware)
            self.assertEqual(client.read().status, 200)
            self.assertTrue(client.is_closed())

    def test_after_a_hundred_requests_a_new_connection_is_due(self):
        with Client(self.wire) as client:
            for i in range(100):
                answer = client.get("ring.raw")
                self.assertEqual(answer.fields.get("Connection"), "close" if i == 99 else None)
            self.assertTrue(client.is_closed())


if __name__ == "__main__":
    arena.need("curl", "dumpcap", "tshark")
    arena.enter()
    arena.main()
