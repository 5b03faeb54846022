#!/usr/bin/env python3
"""kill -9 in the middle of a storm: every lease and number that was acknowledged is there after the restart."""

import os
import signal
import threading
import unittest

import arena
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


if __name__ == "__main__":
    arena.enter()
    arena.main()
