#!/usr/bin/env python3
"""DHCP with clients that nobody here wrote: udhcpc and dhclient, on a wire of their own."""

import os
import socket
import stat
import tempfile
import unittest

import arena

RANGE = ("10.78.0.50", "10.78.0.60")
SCRIPT = """#!/bin/sh
# Called by udhcpc at every event, and by dhclient with $reason: says what it was told, and configures the interface.
echo "event=${1:-$reason} address=${ip:-$new_ip_address} opt150=$opt150 tftp=$tftp siaddr=$siaddr router=$router lease=$lease"
case ${1:-$reason} in
    bound | renew | BOUND | RENEW | REBIND | REBOOT)
        ip address replace "${ip:-$new_ip_address}/24" dev "$interface" ;;
    deconfig | RELEASE | EXPIRE) ip address flush dev "$interface" ;;
esac
"""


def number(address):
    return int.from_bytes(socket.inet_aton(address), "big")


class Dhcp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.data = arena.DataDirectory()
        cls.capture = arena.Capture(arena.SERVER_SIDE, "dhcp")
        cls.server = arena.Server(
            "--data", cls.data.path, "--interface", arena.SERVER_SIDE, "--subnet", arena.CIDR, "--range", "-".join(RANGE),
            "--router", "10.78.0.254"
        ).ready()
        cls.script = os.path.join(tempfile.mkdtemp(dir="/tmp"), "event")
        with open(cls.script, "w", encoding="ascii") as file:
            file.write(SCRIPT)
        os.chmod(cls.script, stat.S_IRWXU)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.capture.stop()
        assert status == 0, cls.server.output()
        assert cls.capture.frames("dhcp.option.dhcp == 5"), "the capture holds no DHCPACK"
        assert not cls.capture.malformed(), cls.capture.malformed()

    def setUp(self):
        self.wire.forget_addresses()

    def udhcpc(self, *options):
        return self.wire.start(
            "busybox", "udhcpc", "-f", "-i", arena.CLIENT_SIDE, "-s", self.script, "-T", "1", "-A", "1", *options
        )

    def event(self, client, name):
        return dict(word.split("=", 1) for word in client.wait_for(f"event={name}").split())

    def leases(self):
        return {row["address"]: row for row in self.data.ask("lease", "list")}

    def test_a_phone_gets_a_lease_with_option_150(self):
        client = self.udhcpc("-q", "-n", "-t", "10", "-V", arena.PHONE_CLASS, "-O", "150", "-O", "66")
        told = self.event(client, "bound")
        self.assertEqual(client.wait(), 0)
        self.assertTrue(number(RANGE[0]) <= number(told["address"]) <= number(RANGE[1]), told)
        self.assertEqual(told["opt150"], socket.inet_aton(arena.SERVER).hex())
        self.assertEqual(told["tftp"], arena.SERVER)
        self.assertEqual(told["siaddr"], arena.SERVER)
        self.assertEqual(told["router"], "10.78.0.254")
        self.assertIn(told["address"], self.leases())

    def test_the_same_phone_gets_the_same_address_again(self):
        addresses = set()
        for _ in range(3):
            client = self.udhcpc("-q", "-n", "-t", "10", "-V", arena.PHONE_CLASS)
            addresses.add(self.event(client, "bound")["address"])
            self.assertEqual(client.wait(), 0)
            self.wire.forget_addresses()
        self.assertEqual(len(addresses), 1)

    def test_a_computer_gets_no_answer(self):
        before = self.leases()
        client = self.udhcpc("-q", "-n", "-t", "2", "-V", "MSFT 5.0", "-x", "0x3d:01020304050607")
        self.assertNotEqual(client.wait(), 0)
        self.assertNotIn("event=bound", client.output())
        self.assertEqual(before, self.leases())

    def test_udhcpc_renews_and_releases(self):
        client = self.udhcpc("-t", "10", "-V", arena.PHONE_CLASS)
        address = self.event(client, "bound")["address"]
        self.assertIn(address, self.leases())
        client.signal(arena.signal.SIGUSR1)
        self.assertEqual(self.event(client, "renew")["address"], address)
        client.signal(arena.signal.SIGUSR2)
        self.event(client, "deconfig")
        arena.until("the lease is released", lambda: address not in self.leases())
        client.signal(arena.signal.SIGTERM)
        client.wait()

    def test_dhclient_renews_before_its_lease_ends_and_releases(self):
        folder = os.path.dirname(self.script)
        settings = os.path.join(folder, "dhclient.conf")
        with open(settings, "w", encoding="ascii") as file:
            file.write(f'send vendor-class-identifier "{arena.PHONE_CLASS}";\nsupersede dhcp-renewal-time 2;\n')
            file.write("option tftp150 code 150 = array of ip-address;\nalso request tftp150;\n")
        files = ["-lf", os.path.join(folder, "leases"), "-pf", os.path.join(folder, "pid")]
        common = ["dhclient", "-4", "-v", "-cf", settings, *files, "-sf", self.script]
        client = self.wire.start(*common, "-d", arena.CLIENT_SIDE)
        client.wait_for("DHCPACK")
        address = self.event(client, "BOUND")["address"]
        self.assertEqual(self.event(client, "RENEW")["address"], address)
        with open(os.path.join(folder, "leases"), encoding="ascii") as file:
            self.assertIn(f"option tftp150 {arena.SERVER};", file.read())
        self.wire.run(*common, "-r", arena.CLIENT_SIDE)
        arena.until("the lease is released", lambda: address not in self.leases())


if __name__ == "__main__":
    arena.need("busybox", "dhclient", "dumpcap", "tshark")
    arena.enter()
    arena.main()
