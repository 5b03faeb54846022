#!/usr/bin/env python3
"""The running program as its operator meets it: refusals at the start, health and metrics, reload, a clean stop."""

import signal
import socket
import unittest

import arena


class Serve(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address("10.78.0.9")

    def setUp(self):
        self.data = arena.DataDirectory()

    def serve(self, *options):
        return arena.Server("--data", self.data.path, "--listen", arena.SERVER, *options)

    def get(self, path):
        done = arena.run("curl", "-sS", "--max-time", "10", "-w", "\n%{http_code}", f"http://127.0.0.1:8080{path}")
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    def test_a_taken_port_is_refused_by_the_name_of_who_has_it(self):
        holder = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.addCleanup(holder.close)
        holder.bind(("0.0.0.0", 69))
        server = self.serve()
        self.assertNotEqual(server.wait(), 0)
        self.assertIn("69", server.output())
        self.assertIn("python", server.output())
        self.assertIn(str(arena.os.getpid()), server.output())

    def test_a_second_process_for_the_same_node_is_refused(self):
        first = self.serve().ready()
        second = self.serve("--port-offset", "1000")
        self.assertNotEqual(second.wait(), 0)
        self.assertEqual(first.stop(), 0)

    def test_another_dhcp_server_on_the_wire_is_reported(self):
        other = self.wire.start(
            "busybox", "udhcpd", "-f", "-I", "10.78.0.9", self.udhcpd_settings()
        )
        other.wait_for("started")
        server = arena.Server(
            "--data", self.data.path, "--interface", arena.SERVER_SIDE, "--subnet", arena.CIDR, "--range",
            "10.78.0.50-10.78.0.60"
        )
        arena.until("the other server is reported", lambda: "10.78.0.9" in server.output())
        server.signal(signal.SIGTERM)
        server.wait()
        other.signal(signal.SIGTERM)
        other.wait()

    def udhcpd_settings(self):
        path = self.data.path + "/udhcpd.conf"
        with open(path, "w", encoding="ascii") as file:
            file.write(f"start 10.78.0.200\nend 10.78.0.210\ninterface {arena.CLIENT_SIDE}\n")
            file.write(f"lease_file {self.data.path}/udhcpd.leases\npidfile {self.data.path}/udhcpd.pid\n")
        open(self.data.path + "/udhcpd.leases", "w", encoding="ascii").close()
        return path

    def test_without_dhcp_it_prints_what_the_other_server_has_to_be_told(self):
        server = arena.Server(
            "--data", self.data.path, "--interface", arena.SERVER_SIDE, "--subnet", arena.CIDR, "--no-dhcp"
        ).ready()
        text = server.output()
        for words in ('dhcp-option=150,10.78.0.1', 'code 150 = array', '"code": 150', 'option 150 ip 10.78.0.1'):
            self.assertIn(words, text)
        self.assertEqual(server.stop(), 0)

    def test_health_and_metrics_answer_on_loopback_only(self):
        server = self.serve().ready()
        self.assertEqual(self.get("/healthz")[0], 200)
        status, metrics = self.get("/metrics")
        self.assertEqual(status, 200)
        self.assertIn("dialtone_", metrics)
        for address in (arena.SERVER, "10.78.0.9"):
            done = self.wire.run("curl", "-sS", "--max-time", "5", f"http://{address}:8080/metrics", check=False)
            self.assertEqual(done.returncode, 7, done.stdout + done.stderr)  # curl's word for a refused connection
        self.assertEqual(server.stop(), 0)

    def test_reload_keeps_serving_and_stop_is_clean(self):
        server = self.serve().ready()
        server.signal(signal.SIGHUP)
        server.wait_until("RELOADING=1")
        server.wait_until("READY=1")
        self.assertEqual(self.get("/healthz")[0], 200)
        server.signal(signal.SIGTERM)
        server.wait_until("STOPPING=1")
        self.assertEqual(server.wait(), 0, server.output())

    def test_an_address_that_changed_is_reported_with_the_command_that_puts_it_right(self):
        first = self.serve().ready()
        self.assertEqual(first.stop(), 0)
        arena.run("ip", "address", "add", "10.78.0.2/24", "dev", arena.SERVER_SIDE)
        self.addCleanup(arena.run, "ip", "address", "del", "10.78.0.2/24", "dev", arena.SERVER_SIDE)
        second = arena.Server("--data", self.data.path, "--listen", "10.78.0.2")
        second.wait_for("dialtone node set")
        second.signal(signal.SIGTERM)
        second.wait()


if __name__ == "__main__":
    arena.need("curl", "busybox")
    arena.enter()
    arena.main()
