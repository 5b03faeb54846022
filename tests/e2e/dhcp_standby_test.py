#!/usr/bin/env python3
"""Two DHCP processes of one data directory, and other people's DHCP servers on the wire."""

import fcntl
import os
import signal
import socket
import unittest

import arena
from phone_client import ACK, REQUEST
from wire_client import PacketClient

RANGE = "10.78.0.50-10.78.0.199"
OTHER = "10.78.0.9"


class Standby(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()

    @classmethod
    def tearDownClass(cls):
        cls.wire.remove()

    def setUp(self):
        self.data = arena.DataDirectory()
        self.data.do("migrate")
        self.data.do("subnet", "add", arena.CIDR, "--range", RANGE, "--authoritative", "on")
        self.client = PacketClient(self.wire, arena.CLIENT_SIDE)
        self.addCleanup(self.client.close)
        self.addCleanup(self.wire.forget_addresses)

    def serve(self, *options):
        server = arena.Server("--data", self.data.path, "--node", "cm1", "--only", "dhcp", *options)
        self.addCleanup(server.kill)
        return server

    def renew(self, mac, address):
        """As a phone does that was told so: the same address as before, or another answer."""
        self.wire.give_address(address)
        server = arena.hardware_address(arena.SERVER_SIDE)
        carrier = {"source": address, "target": arena.SERVER, "to": server}
        return self.client.ask(REQUEST, mac, ciaddr=address, carrier=carrier)

    def lease_and_kill(self, first):
        """What phones were promised until the process died in the middle of it: mac → address."""
        promised = {}
        for number in range(30):
            mac = bytes([0x00, 0x1B, 0x53, 0x07, 0x00, number])
            promised[mac] = self.client.lease(mac).address
        # One more is under way when the power goes.
        _, message = self.client.message(1, bytes.fromhex("001b530700ff"))
        self.client.send(message)
        first.signal(signal.SIGKILL)
        first.wait()
        return promised

    def test_the_second_serves_when_the_first_is_killed_and_knows_every_lease(self):
        first = self.serve().ready()
        second = self.serve()
        second.wait_for(f"DHCP stands by: process {first.pid} serves it")
        second.ready()
        promised = self.lease_and_kill(first)
        second.wait_for("DHCP is served here from now on; 30 leases taken over")
        self.assertEqual(
            {row["address"] for row in self.data.ask("lease", "list")}, set(promised.values())
        )
        mac, address = next(iter(promised.items()))
        ack = self.renew(mac, address)
        self.assertEqual((ack.kind, ack.ciaddr), (ACK, address))
        for mac, address in promised.items():
            ack = self.client.ask(REQUEST, mac, ((50, socket.inet_aton(address)),))
            self.assertEqual((ack.kind, ack.address), (ACK, address))
        # Each wrote a journal of its own, and whoever reads them finds one story.
        arena.until("both are there", lambda: {"journal-cm1-dhcp-2.db", "journal-cm1-dhcp.db"} <= set(os.listdir(self.data.path)))
        newcomer = self.client.lease(bytes.fromhex("001b53080001"))
        self.assertNotIn(newcomer.address, promised.values())
        self.assertEqual(second.stop(), 0)

    def test_a_process_that_gave_up_root_takes_over_too_and_a_clean_stop_hands_over(self):
        settings = os.path.join(self.data.path, "nobody.toml")
        with open(settings, "w", encoding="ascii") as file:
            file.write('user = "nobody"\n[dhcp]\nother-servers = 0\n')
        first = self.serve("--settings", settings).ready()
        second = self.serve("--settings", settings)
        third = self.serve("--settings", settings)
        for waiting in (second, third):
            waiting.wait_for("DHCP stands by")
            waiting.ready()
        with open(f"/proc/{second.pid}/status", encoding="ascii") as file:
            status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
        self.assertNotEqual(status["Uid"].split()[1], "0")
        self.assertEqual(int(status["CapEff"], 16), 1 << 10 | 1 << 13)  # NET_BIND_SERVICE, NET_RAW
        mac = bytes.fromhex("001b53070001")
        address = self.client.lease(mac).address
        self.assertEqual(first.stop(), 0)
        running = [second, third]
        arena.until("one of them serves", lambda: any("from now on" in server.output() for server in running))
        ack = self.client.ask(REQUEST, mac, ((50, socket.inet_aton(address)),))
        # A frame of its own, so the packet socket was opened without root.
        self.assertEqual((ack.kind, ack.address, ack.to), (ACK, address, mac))
        serving = next(server for server in running if "from now on" in server.output())
        waiting = next(server for server in running if server is not serving)
        self.assertNotIn("from now on", waiting.output())
        serving.signal(signal.SIGKILL)
        waiting.wait_for("DHCP is served here from now on; 1 leases taken over")
        self.assertEqual(waiting.stop(), 0)

    def test_health_and_metrics_tell_who_stands_by(self):
        first = self.serve().ready()
        second = arena.Server("--data", self.data.path, "--node", "cm1", "--only", "dhcp,admin").ready()
        self.addCleanup(second.kill)
        self.assertRegex(self.get("/healthz"), r"dhcp +ok: stands by")
        self.assertIn("\ndialtone_dhcp_serving 0\n", self.get("/metrics"))
        self.assertEqual(first.stop(), 0)
        second.wait_for("from now on")
        self.assertRegex(self.get("/healthz"), r"dhcp +ok\n")
        self.assertIn("\ndialtone_dhcp_serving 1\n", self.get("/metrics"))
        self.assertEqual(second.stop(), 0)

    def test_a_port_that_somebody_else_took_meanwhile_is_told_and_tried_again(self):
        with open(os.path.join(self.data.path, "locks", "dhcp"), "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            server = arena.Server("--data", self.data.path, "--node", "cm1", "--only", "dhcp,admin")
            self.addCleanup(server.kill)
            server.wait_for("DHCP stands by: another process serves it")
            server.ready()
            taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.addCleanup(taken.close)
            taken.bind(("0.0.0.0", 67))
        server.wait_for("DHCP cannot be taken over")
        self.assertRegex(self.get("/healthz"), r"dhcp +FAILING: bind UDP 0\.0\.0\.0:67")
        taken.close()
        server.wait_for("DHCP is served here from now on; 0 leases taken over")
        self.assertRegex(self.get("/healthz"), r"dhcp +ok\n")
        self.assertEqual(server.stop(), 0)

    def get(self, path):
        return arena.run("curl", "-sS", "--max-time", "10", f"http://127.0.0.1:8080{path}").stdout


class OtherServers(unittest.TestCase):
    """dnsmasq comes up on a wire that we serve already."""

    def test_it_is_named_while_running_in_log_journal_metric_and_check(self):
        wire = arena.Wire()
        self.addCleanup(wire.remove)
        wire.give_address(OTHER)
        data = arena.DataDirectory()
        data.do("migrate")
        data.do("subnet", "add", arena.CIDR, "--range", RANGE)
        settings = os.path.join(data.path, "often.toml")
        with open(settings, "w", encoding="ascii") as file:
            file.write("[dhcp]\nother-servers = 1\n")
        server = arena.Server("--data", data.path, "--only", "dhcp,admin", "--settings", settings).ready()
        self.addCleanup(server.kill)
        other = wire.start(
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", f"--interface={arena.CLIENT_SIDE}",
            "--dhcp-range=10.78.0.210,10.78.0.220", "--dhcp-option=150,10.78.0.9", "--dhcp-leasefile=/dev/null",
            "--log-facility=-", "--user=root"
        )
        self.addCleanup(other.kill)
        other.wait_for("DHCP, IP range")
        line = server.wait_for("another DHCP server is on phones0")
        self.assertRegex(line, r"10\.78\.0\.9 offers 10\.78\.0\.2[12]\d \(TFTP server 10\.78\.0\.9\)")
        arena.until("the journal has it", lambda: "is another DHCP server on phones0" in self.timeline(data))
        findings = data.ask("check")["findings"] if isinstance(data.ask("check"), dict) else data.ask("check")
        self.assertIn("dhcp.other_server", [row["code"] for row in findings])
        self.assertIn(f"{OTHER} is another DHCP server here", data.do("subnet", "show", arena.CIDR).stdout)
        metrics = arena.run("curl", "-sS", "http://127.0.0.1:8080/metrics").stdout
        self.assertIn("\ndialtone_dhcp_other_servers 1\n", metrics)
        # Its own search reached it, too, and left no trace there.
        self.assertNotIn('event="discover"} 1', metrics)
        self.assertEqual(server.output().count("another DHCP server is on"), 1)
        other.signal(signal.SIGTERM)
        self.assertEqual(server.stop(), 0)

    def timeline(self, data):
        return data.do("phone", "timeline", OTHER, check=False).stdout


if __name__ == "__main__":
    arena.need("curl", "dnsmasq")
    arena.enter()
    arena.main()
