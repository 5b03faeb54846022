#!/usr/bin/env python3
"""HTTP 6970 and what hurts: nonsense, floods, clients that stop in the middle, more of them than there is room for."""

import os
import re
import time
import unittest

import arena
from http_client import CLIENT, FILE, LOAD, PHONE, PORT, Client, make_static

HUGE = "sip88xx.12-8-1-0001-455.sbn"
HUGE_SIZE = 60_000_000


class Strangers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address(CLIENT)
        cls.data = arena.DataDirectory()
        cls.static, cls.firmware, _ = make_static()
        with open(os.path.join(cls.static, HUGE), "wb") as file:
            for _ in range(HUGE_SIZE // 1_000_000):
                file.write(os.urandom(1000) * 1000)
        cls.server = arena.Server("--data", cls.data.path, "--listen", arena.SERVER, "--files", cls.static).ready()
        cls.data.do("phone", "add", "--mac", PHONE[3:], "--model", "7965", "--dn", "1001")
        arena.until("the phone's file", cls.is_serving)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0, cls.server.output()
        cls.wire.close()

    @classmethod
    def is_serving(cls):
        with Client(cls.wire) as client:
            return client.get(FILE).status == 200

    def metric(self, name):
        text = arena.run("curl", "-sS", "--max-time", "10", "http://127.0.0.1:8080/metrics").stdout
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def memory(self, what):
        """VmRSS or VmHWM of the server, in octets."""
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as file:
            return int(re.search(rf"^{what}:\s+(\d+) kB", file.read(), re.MULTILINE)[1]) * 1024

    def timeline(self):
        """Read aloud, in one line."""
        return " ".join(self.data.do("phone", "timeline", PHONE, check=False).stdout.split())

    def test_H_18_nonsense_is_refused_and_the_client_hears_why(self):
        for octets, status in (
            (b"hello\r\n\r\n", 400), (b"GET /x\r\n\r\n", 400), (b"GET /x HTTP/1.1\n\n", 400), (b"\0\0\0", 400),
            (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n", 414),
            # Told while it is still speaking, and not cut off before it has read that.
            (b"GET / HTTP/1.1\r\nA: " + b"a" * 65_536 + b"\r\n\r\n", 431),
            (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", 431),
        ):
            with Client(self.wire) as client:
                client.send(octets)
                answer = client.read()
                self.assertEqual((answer.status, answer.fields["Connection"]), (status, "close"), octets[:30])
                self.assertTrue(client.is_closed())
        self.assertTrue(self.is_serving())

    def test_H_18_what_is_no_request_is_in_the_journal_of_whoever_sent_it(self):
        # Another source than the other tests', since only one such note is kept for each and second.
        stranger = "10.78.0.10"
        self.wire.run("ip", "address", "add", stranger + "/24", "dev", arena.CLIENT_SIDE)
        with Client(self.wire, source=stranger) as client:
            self.assertEqual(client.get(FILE).status, 200)
        before = self.metric('dialtone_http_requests_total{code="400",server="files"}')
        for _ in range(5):
            with Client(self.wire, source=stranger) as client:
                client.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc")
                self.assertEqual(client.read().status, 400)
        self.assertEqual(self.metric('dialtone_http_requests_total{code="400",server="files"}'), before + 5)
        arena.until("the journal's entry", lambda: "it speaks TLS, and this port does not" in self.timeline())
        self.assertLess(self.timeline().count("it speaks TLS"), 5)

    def test_H_19_slow_heads_keep_nobody_waiting(self):
        slow = [Client(self.wire) for _ in range(200)]
        for client in slow:
            client.send(b"GET /" + FILE.encode())
        started = time.monotonic()
        self.assertTrue(self.is_serving())
        self.assertLess(time.monotonic() - started, 1)
        for client in slow:
            client.socket.close()

    def test_a_body_is_not_taken_for_a_request(self):
        hidden = f"GET /{LOAD} HTTP/1.1\r\n\r\n".encode()
        for length in (f"Content-Length: {len(hidden)}", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip"):
            with Client(self.wire) as client:
                client.send(f"GET /ring.raw HTTP/1.1\r\n{length}\r\n\r\n".encode() + hidden)
                self.assertEqual(client.read().body, b"r" * 1000)
                self.assertIsNone(client.read(), length)

    def test_H_21_a_huge_load_for_fifty_clients_at_flat_memory(self):
        # Once in memory, it is shared by all.
        self.fetch_huge(1)
        before = self.memory("VmRSS")
        started = time.monotonic()
        self.fetch_huge(50)
        print(f"50 x 60 MB in {time.monotonic() - started:.1f} s", end=" ", flush=True)
        grown = self.memory("VmHWM") - before
        self.assertLess(grown, 40 << 20)

    def fetch_huge(self, clients):
        urls = [word for _ in range(clients) for word in ("-o", os.devnull, f"http://{arena.SERVER}:{PORT}/{HUGE}")]
        done = self.wire.run(
            "curl", "-sS", "-Z", "--parallel-immediate", "--parallel-max", "50", "--max-time", "120", "-w",
            "%{http_code} %{size_download}\n", *urls, timeout=150
        )
        self.assertEqual(done.stdout.split("\n")[:clients], [f"200 {HUGE_SIZE}"] * clients)

    def test_H_21_clients_that_never_read_cost_no_memory(self):
        self.fetch_huge(1)
        before = self.memory("VmRSS")
        lazy = [Client(self.wire, receive_buffer=4096) for _ in range(100)]
        for client in lazy:
            client.send(f"GET /{HUGE} HTTP/1.1\r\n\r\n".encode())
        arena.until("a hundred connections", lambda: self.metric('dialtone_http_connections{server="files"}') >= 100)
        self.assertTrue(self.is_serving())
        self.assertLess(self.memory("VmRSS") - before, 60 << 20)
        for client in lazy:
            client.abort()
        arena.until("they are gone", lambda: self.metric('dialtone_http_connections{server="files"}') == 0)

    def test_H_24_a_client_that_goes_away_is_in_the_journal_and_leaves_nothing(self):
        self.assertTrue(self.is_serving())  # the source has named itself
        before = self.metric('dialtone_http_broken_off_total{server="files"}')
        for _ in range(20):
            client = Client(self.wire)
            client.send(f"GET /{HUGE} HTTP/1.1\r\n\r\n".encode())
            self.assertTrue(client.socket.recv(1000))
            client.abort()
        arena.until("no connection", lambda: self.metric('dialtone_http_connections{server="files"}') == 0)
        self.assertEqual(self.metric('dialtone_http_broken_off_total{server="files"}'), before + 20)
        arena.until("the journal's entry", lambda: f"{HUGE} broken off" in self.timeline())

    def test_a_flood_behind_a_long_answer_is_cut_off(self):
        with Client(self.wire, receive_buffer=4096) as client:
            client.send(f"GET /{HUGE} HTTP/1.1\r\n\r\n".encode())
            with self.assertRaises(ConnectionError):
                for _ in range(1000):
                    client.send(b"GET /x HTTP/1.1\r\n\r\n" * 100)
        self.assertTrue(self.is_serving())

    def test_connections_without_a_word_keep_nobody_out(self):
        silent = [Client(self.wire) for _ in range(500)]
        self.assertTrue(self.is_serving())
        for client in silent:
            client.socket.close()


class Overload(unittest.TestCase):
    def test_H_20_a_server_that_is_full_says_so_and_recovers(self):
        wire = arena.Wire()
        self.addCleanup(wire.close)
        wire.give_address(CLIENT)
        data = arena.DataDirectory()
        settings = os.path.join(data.path, "settings.toml")
        with open(settings, "w", encoding="ascii") as file:
            file.write("[limits]\nhttp-connections = 8\n")
        server = arena.Server("--data", data.path, "--listen", arena.SERVER, "--settings", settings).ready()
        clients = [Client(wire) for _ in range(8)]
        for client in clients:
            self.assertEqual(client.get("no-such-file").status, 404)
        for _ in range(20):
            with Client(wire) as refused:
                answer = refused.get(FILE)
                self.assertEqual((answer.status, answer.fields["Retry-After"]), (503, "2"))
                self.assertTrue(refused.is_closed())
        clients.pop().socket.close()

        def is_served():
            with Client(wire) as client:
                return client.get(FILE).status == 404

        arena.until("a place", is_served)
        for client in clients:
            self.assertEqual(client.get("no-such-file").status, 404)
            client.socket.close()
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    arena.need("curl")
    arena.enter()
    arena.main()
