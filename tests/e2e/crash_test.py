#!/usr/bin/env python3
"""Whatever ends the program or fails it, at whichever write: every lease and number that was acknowledged is there after
the restart."""

import os
import shutil
import signal
import tempfile
import threading
import unittest

import arena
import failing_disk
from phone_client import RelayedDhcp, Station

OFFSET = 20000
PHONES = 300
SERVER = ("127.0.0.1", 2000 + OFFSET)


def mac_of(index):
    return bytes([0x02, 0, 0, 0, index >> 8, index & 255])


class Storm:
    """Phones that take a lease and register, one after the other in each of some threads, until the server is gone."""

    def __init__(self, rounds):
        self.leases, self.numbers, self.failures = {}, {}, []
        self.enough = threading.Event()
        self._rounds = rounds
        self._threads = [threading.Thread(target=self._lease_all, daemon=True)]
        self._threads += [threading.Thread(target=self._register, args=(first,), daemon=True) for first in range(4)]
        for thread in self._threads:
            thread.start()

    def _progress(self):
        if len(self.leases) >= self._rounds and len(self.numbers) >= self._rounds:
            self.enough.set()

    def _lease_all(self):
        agent = RelayedDhcp(OFFSET)
        for index in range(PHONES):
            address = agent.lease(mac_of(index))
            if address is None:
                break
            self.leases[index] = address
            self._progress()
        agent.close()

    def _register(self, first):
        for index in range(first, PHONES, 4):
            try:
                with Station("SEP" + mac_of(index).hex().upper(), SERVER) as station:
                    if not station.register():
                        self.failures.append(index)
                        continue
                    # The acknowledgement promises the number; asking for it may already meet the end of the server.
                    self.numbers[index] = ""
                    self.numbers[index] = station.number()
                    self._progress()
            except OSError:
                return

    def join(self):
        for thread in self._threads:
            thread.join(arena.DEADLINE)
            assert not thread.is_alive(), "a simulated phone hangs"


class Crash(unittest.TestCase):
    def setUp(self):
        arena.run("ip", "link", "set", "lo", "up")
        self.data = arena.DataDirectory()

    def start(self):
        lab = arena.Process([
            arena.PROGRAM, "lab", "--loopback", "--port-offset", str(OFFSET), "--phones", "0", "--data", self.data.path
        ])
        self.addCleanup(lab.kill)
        lab.wait_for("ready")
        return lab

    def crash(self, rounds):
        lab = self.start()
        storm = Storm(rounds)
        self.assertTrue(storm.enough.wait(arena.DEADLINE), f"the storm does not advance: {len(storm.leases)} leases, "
                        f"{len(storm.numbers)} numbers, {storm.failures}\n{lab.output()}")
        os.kill(arena.process_id("serve"), signal.SIGKILL)
        lab.wait()
        storm.join()
        self.assertEqual(storm.failures, [])
        self.assertLess(len(storm.leases), PHONES, "the storm was over before the crash")
        return storm

    def check(self, storm):
        agent = RelayedDhcp(OFFSET)
        leased = {row["address"]: row for row in self.data.ask("lease", "list")}
        for index, address in storm.leases.items():
            self.assertIn(address, leased)
            self.assertEqual(agent.lease(mac_of(index)), address, f"phone {index} lost its address")
        agent.close()
        self.assertEqual(len(set(storm.leases.values())), len(storm.leases), "one address twice")
        seen = {}
        for index, number in storm.numbers.items():
            with Station("SEP" + mac_of(index).hex().upper(), SERVER) as station:
                self.assertTrue(station.register())
                again = station.number()
            self.assertIn(number, ("", again), f"phone {index} had {number} and has {again}")
            self.assertTrue(again)
            self.assertNotIn(again, seen, f"number {again} was given twice")
            seen[again] = index

    def test_every_acknowledged_lease_and_number_survives(self):
        for rounds in (20, 45):
            with self.subTest(rounds=rounds):
                storm = self.crash(rounds)
                lab = self.start()
                self.check(storm)
                lab.signal(signal.SIGTERM)
                self.assertEqual(lab.wait(), 0, lab.output())
        self.assertEqual(self.data.do("check").returncode, 0)


class FailingDisk(unittest.TestCase):
    """leases.db on a disk that fails at the first operation, at the second, and so on to the last of a morning's work."""

    MOST = 200  # operations of one morning; there are about sixty

    @classmethod
    def setUpClass(cls):
        if not os.path.exists(failing_disk.LIBRARY):
            arena.skip(f"{failing_disk.LIBRARY} is not built")
        arena.run("ip", "link", "set", "lo", "up")
        # In memory: what a disk does at the worst moment is played to the program, the real one only costs time.
        cls.memory = tempfile.mkdtemp(dir="/tmp")
        arena.run("mount", "-t", "tmpfs", "tmpfs", cls.memory)
        cls.fresh = arena.DataDirectory(cls.memory)
        failing_disk.prepare(cls.fresh)
        cls.used = arena.DataDirectory(cls.memory)
        shutil.copytree(cls.fresh.path, cls.used.path, dirs_exist_ok=True)
        server = failing_disk.start(cls.used)
        server.wait_for("ready")
        phones = failing_disk.Phones(server)
        phones.morning()
        phones.close()
        server.signal(signal.SIGTERM)
        assert server.wait() == 0, server.output()
        assert not phones.silent and not failing_disk.broken_promises(cls.used, phones), phones.promised
        # Before the first lease was ever stored there is no such file.
        for name in os.listdir(cls.fresh.path):
            if name.startswith("leases.db"):
                os.remove(os.path.join(cls.fresh.path, name))

    @classmethod
    def tearDownClass(cls):
        arena.run("umount", "--lazy", cls.memory)
        os.rmdir(cls.memory)

    def mornings(self, how, check, templates=None, **manner):
        """A morning for every operation that can fail; check(data directory, exit status, phones or None) after each."""
        for template in templates or (self.fresh, self.used):
            for at in range(1, self.MOST):
                disk, data = failing_disk.Disk(how, at), arena.DataDirectory(self.memory)
                shutil.copytree(template.path, data.path, dirs_exist_ok=True)
                status, phones = self.morning(data, disk, **manner)
                if not disk.has_failed():
                    self.assertGreater(at, 20, "the disk never failed: is the library loaded?")
                    break
                with self.subTest(how=how, at=at, failed=disk.told(), fresh=template is self.fresh):
                    check(data, status, phones)
                disk.remove()
                shutil.rmtree(data.path)
            else:
                self.fail(f"more than {self.MOST} operations")

    def morning(self, data, disk, **manner):
        """@return the exit status, and the phones; None instead of phones when the server did not come up."""
        server = failing_disk.start(data, disk.environment)
        self.addCleanup(server.kill)
        try:
            server.wait_for("ready")
        except AssertionError:
            self.assertTrue(disk.has_failed(), server.output())
            return server.wait(), None
        phones = failing_disk.Phones(server, **manner)
        phones.morning()
        phones.close()
        server.signal(signal.SIGTERM)
        return server.wait(), phones

    def check_after(self, data, phones):
        """The server comes up again on a healthy disk, knows every lease that it acknowledged, and renews it."""
        server = failing_disk.start(data)
        self.addCleanup(server.kill)
        server.wait_for("ready")
        if phones is not None:
            self.assertEqual(failing_disk.broken_promises(data, phones), [])
            addresses = [address for address, _ in phones.promised.values()]
            self.assertEqual(len(set(addresses)), len(addresses), "one address twice")
            again = failing_disk.Phones(server)
            again.promised = dict(phones.promised)
            for index, (address, _) in phones.promised.items():
                self.assertIsNotNone(again.renew(index, "back"), f"phone {index} is not served")
                self.assertEqual(again.promised[index][0], address)
            again.close()
        server.signal(signal.SIGTERM)
        self.assertEqual(server.wait(), 0, server.output())

    def check_killed(self, how, templates=None):
        acknowledged = []

        def check(data, status, phones):
            self.assertEqual(status, -signal.SIGKILL)
            self.check_after(data, phones)
            acknowledged.extend(phones.promised if phones else [])

        self.mornings(how, check, templates)
        self.assertGreater(len(acknowledged), 10, "hardly a lease was acknowledged before the end")

    def test_killed_at_any_operation_it_has_lost_no_lease(self):
        self.check_killed("kill", [self.fresh])

    def test_killed_in_the_middle_of_any_write_it_has_lost_no_lease(self):
        self.check_killed("torn", [self.fresh])

    def test_without_power_at_any_operation_it_has_lost_no_lease(self):
        self.check_killed("power")

    def test_one_error_at_any_operation_costs_nobody_his_lease(self):
        def check(data, status, phones):
            if phones is not None:
                self.assertEqual(status, 0)
                self.assertEqual(phones.silent, [], "a phone that asks again gets its lease")
            self.check_after(data, phones)

        self.mornings("error", check, tries=20, patience=0.1)

    def test_D_90_full_at_any_operation_it_promises_nothing_it_cannot_keep(self):
        silent = []

        def check(data, status, phones):
            if phones is not None:
                self.assertEqual(status, 0)
                silent.extend(phones.silent)
            self.check_after(data, phones)

        self.mornings("full", check, [self.fresh], tries=1, patience=0.05)  # an answer that comes later is no promise
        self.assertGreater(len(silent), 10, "a full disk kept nobody from a lease")


class FullDisk(unittest.TestCase):
    """A file system without a free block, until somebody tidies up."""

    def setUp(self):
        arena.run("ip", "link", "set", "lo", "up")
        self.data = arena.DataDirectory()
        arena.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", self.data.path)
        self.addCleanup(arena.run, "umount", "--lazy", self.data.path)
        failing_disk.prepare(self.data)
        self.server = failing_disk.start(self.data, roles="dhcp,admin")
        self.addCleanup(self.server.kill)
        self.server.wait_for("ready")
        self.phones = failing_disk.Phones(self.server, tries=1)
        self.addCleanup(self.phones.close)

    def fill(self):
        """Once the logs are empty, so that nothing is left to give back."""
        def logs():
            return [name for name in os.listdir(self.data.path) if name.endswith("-wal")]
        arena.until("empty logs", lambda: not any(os.path.getsize(os.path.join(self.data.path, n)) for n in logs()))
        with open(os.path.join(self.data.path, "filler"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(512))
            except OSError:
                pass

    def health(self):
        port = 8080 + failing_disk.OFFSET
        return arena.run("curl", "-sS", "--max-time", "10", f"http://127.0.0.1:{port}/healthz").stdout

    def test_D_90_new_phones_get_no_lease_and_known_ones_what_is_left(self):
        whole = self.phones.lease(0)
        self.assertIsNotNone(whole)
        until = self.phones.promised[0][1]
        self.fill()
        self.assertIsNone(self.phones.lease(1))
        left = self.phones.renew(0, "moved")
        self.assertIsNotNone(left, "a known phone gets no answer")
        self.assertLess(left, whole)
        self.assertLessEqual(self.phones.promised[0][1], until + 1)
        self.assertIn("FAILING", self.health())
        self.assertIn("leases cannot be stored", self.server.output())
        os.remove(os.path.join(self.data.path, "filler"))
        self.assertIsNotNone(self.phones.lease(1))
        self.assertEqual(self.phones.renew(0, "moved again"), whole)
        self.assertNotIn("FAILING", self.health())
        self.server.signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(), 0, self.server.output())
        self.assertEqual(failing_disk.broken_promises(self.data, self.phones), [])


if __name__ == "__main__":
    arena.need("curl", "mount")
    arena.enter()
    arena.main()
