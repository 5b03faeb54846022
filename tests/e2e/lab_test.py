#!/usr/bin/env python3
"""The sandbox: phones come up in it, a dissector finds nothing malformed in what it sends, and it goes when told."""

import json
import signal
import unittest

import arena

OFFSET = 20000
FAMILIES = (
    "7960,7965,7940,7975,7941,7945,7931,7911,7905,7912,7910,12SP+,7920,7921,7925,7935,7936,7937,6911,6921,6961,8945,ATA186,CIPC"
)
AILMENTS = {
    "stale-trust", "nat", "old-load", "refuses-load", "lacking-load", "dribble", "deaf", "mute", "wrong-group"
}


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
        # Phones send as much text in an XMLAlarm as there is; the dissector expects 2,048 octets of them.
        self.assertEqual(capture.malformed("127.0.0.1"), [])

    def test_every_family_and_every_ailment_at_once_and_all_that_the_server_says_is_well_formed(self):
        capture = arena.Capture(
            "lo", "lab-all", (f"udp.port=={67 + OFFSET},dhcp", f"udp.port=={69 + OFFSET},tftp", f"tcp.port=={2000 + OFFSET},skinny")
        )
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--loopback", "--port-offset", str(OFFSET), "--phones", "240", "--models", FAMILIES,
            "--ailing", "all=3", "--seconds", "300", "--json", timeout=400, check=False
        )
        capture.stop()
        self.assertTrue(done.stdout.strip(), done.stderr)
        report = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual({row["kind"] for row in report["ailing"]}, AILMENTS)
        self.assertEqual([row for row in report["ailing"] if not row["done"]], [])
        self.assertEqual(len(report["ailing"]), 3 * len(AILMENTS))
        self.assertEqual([row for row in report["phones"] if row["ailment"] is None and not row["up"]], [])
        self.assertEqual({row["model"] for row in report["phones"]}, set(FAMILIES.split(",")))
        self.assertEqual(done.returncode, 0, done.stderr)
        # The phones are at 127.77.x.y and 127.78.x.y, the relay agent at 127.0.0.2.
        self.assertEqual(capture.malformed("127.0.0.1"), [])
        spoken = {row[0] for row in capture.frames("skinny.messageId == 0x0081", "skinny.maxProtocolVer")}
        self.assertGreaterEqual(spoken, {"3", "5", "11", "15", "17", "20", "21", "22"})

    def test_more_phones_than_the_kernel_has_neighbours(self):
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--phones", "1200", "--models", "7960,7965", "--eager", "--seconds", "240", "--json",
            timeout=300, check=False
        )
        self.assertTrue(done.stdout.strip(), done.stderr)
        report = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual((report["up"], report["of"]), (1200, 1200), done.stderr[-2000:])
        self.assertEqual(len({row["number"] for row in report["phones"]}), 1200)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(" registered, 1200 done", done.stderr)

    def test_an_ailment_that_does_not_exist_or_finds_no_phone_is_refused(self):
        done = arena.run(arena.PROGRAM, "lab", "--ailing", "lame", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("There are stale-trust, nat, ", done.stderr)
        done = arena.run(arena.PROGRAM, "lab", "--models", "7912", "--ailing", "stale-trust", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("only 0 of the 4 phones", done.stderr)
        done = arena.run(arena.PROGRAM, "sim", "--server", "127.0.0.1", "--ailing", "wrong-group", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("`dialtone lab` has one", done.stderr)

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
