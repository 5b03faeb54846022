#!/usr/bin/env python3
"""The sandbox: phones come up in it, a dissector finds nothing malformed in what it sends, and it goes when told."""

import json
import signal
import unittest

import arena

OFFSET = 20000


class Lab(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        arena.run("ip", "link", "set", "lo", "up")

    def test_every_phone_comes_up_in_a_private_network(self):
        done = arena.run(arena.PROGRAM, "lab", "--once", "--phones", "6", timeout=180, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_phone_comes_up_on_a_lossy_wire(self):
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--loopback", "--phones", "4", "--loss", "20", timeout=180, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_the_server_sends_is_well_formed(self):
        capture = arena.Capture(
            "lo", "lab", (f"udp.port=={67 + OFFSET},dhcp", f"udp.port=={69 + OFFSET},tftp", f"tcp.port=={2000 + OFFSET},skinny")
        )
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--loopback", "--port-offset", str(OFFSET), "--phones", "4", "--models",
            "7960,7965", timeout=180, check=False
        )
        capture.stop()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for what in (
            "dhcp.option.dhcp == 2", "dhcp.option.dhcp == 5", "tftp.opcode == 3", "tftp.error.code == 1",
            "skinny.messageId == 0x0081", "skinny.messageId == 0x0097", "skinny.messageId == 0x0108"
        ):
            self.assertTrue(capture.frames(what), f"the capture {capture.path} holds no {what}")
        self.assertEqual(capture.malformed(), [])

    def start(self, *options):
        lab = arena.Process([arena.PROGRAM, "lab", "--loopback", "--port-offset", str(OFFSET), "--phones", "0", *options])
        self.addCleanup(lab.kill)
        lab.wait_for("ready")
        return lab

    def test_an_empty_sandbox_says_ready_and_stops_when_told(self):
        data = arena.DataDirectory()
        lab = self.start("--data", data.path)
        self.assertIn("ready", lab.lines)
        subnets = data.ask("subnet", "list")
        self.assertEqual([row["cidr"] for row in subnets], ["10.77.0.0/16"])
        lab.signal(signal.SIGINT)
        self.assertEqual(lab.wait(), 0, lab.output())

    def test_phones_can_be_simulated_against_a_sandbox_that_runs(self):
        lab = self.start()
        done = arena.run(
            arena.PROGRAM, "sim", "--server", "127.0.0.1", "--port-offset", str(OFFSET), "--relay", "127.0.0.2",
            "--phones", "5", "--once", "--json", timeout=180, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(all(json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")))
        lab.signal(signal.SIGTERM)
        self.assertEqual(lab.wait(), 0, lab.output())


if __name__ == "__main__":
    arena.need("dumpcap", "tshark")
    arena.enter()
    arena.main()
