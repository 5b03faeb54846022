#!/usr/bin/env python3
"""DHCP with clients that nobody here wrote, on a wire of their own."""

import os
import re
import socket
import stat
import tempfile
import unittest

import arena

RANGE = ("10.78.0.50", "10.78.0.60")
# What a subnet's options say by themselves, in nmap's words; and its own about the message.
NORMAL = {
    "Interface", "Response ", "IP Offered", "DHCP Message Type", "Server Identifier", "IP Address Lease Time", "Subnet Mask",
    "Router", "Renewal Time Value", "Rebinding Time Value", "TFTP Server Name", "Domain Name", "Domain Name Server",
    "Broadcast Address",
}
SCRIPT = """#!/bin/sh
# Called by udhcpc at every event, by dhclient and dhcpcd with $reason: says what it was told, and configures the interface.
echo "event=${1:-$reason} address=${ip:-$new_ip_address} opt150=$opt150$new_tftp_servers tftp=$tftp siaddr=$siaddr router=$router lease=$lease"
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
        cls.wire.remove()
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

    def test_dhcpcd_leases_and_releases(self):
        for place in ("/run", "/var/lib/dhcpcd"):  # what it remembers is this test's alone
            arena.run("mount", "-t", "tmpfs", "none", place)
        client = self.wire.start(
            "dhcpcd", "-4", "-B", "--noarp", "--noipv4ll", "-t", "10", "-c", self.script, "-i", arena.PHONE_CLASS, "-o", "150",
            arena.CLIENT_SIDE
        )
        told = self.event(client, "BOUND")
        self.assertEqual(told["opt150"], arena.SERVER)
        self.assertIn(told["address"], self.leases())
        client.signal(arena.signal.SIGALRM)  # its word for giving the address back
        arena.until("the lease is released", lambda: told["address"] not in self.leases())
        client.wait()

    def test_nmap_learns_nothing_where_only_phones_are_answered(self):
        # Not the address that other tests lease phones with.
        self.wire.run("ip", "link", "set", arena.CLIENT_SIDE, "address", "02:00:00:00:00:40")
        for report in nmap_reports(self.wire):
            self.assertNotIn("DHCP Message Type", report)


def nmap_reports(wire):
    """What nmap's two scripts find out, from a host with an address of its own."""
    wire.give_address("10.78.0.40")
    scripts = (
        ("--script", "broadcast-dhcp-discover", "-e", arena.CLIENT_SIDE, "--script-args", "broadcast-dhcp-discover.timeout=2"),
        ("-sU", "-p", "67", "--max-retries", "0", "--script", "dhcp-discover", "--script-timeout", "2", arena.SERVER),
    )
    return [wire.run("nmap", "-n", "-Pn", *words, timeout=60).stdout for words in scripts]


class Everybody(unittest.TestCase):
    """A subnet in which computers are answered, too."""

    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        data = arena.DataDirectory()
        data.do("migrate")
        data.do(
            "subnet", "add", arena.CIDR, "--range", "-".join(RANGE), "--router", "10.78.0.254", "--clients", "all",
            "--authoritative", "on"
        )
        cls.capture = arena.Capture(arena.SERVER_SIDE, "dhcp-everybody")
        cls.server = arena.Server("--data", data.path, "--only", "dhcp").ready()

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.capture.stop()
        cls.wire.remove()
        assert status == 0, cls.server.output()
        assert not cls.capture.malformed(), cls.capture.malformed()

    def test_dhcping_is_told_that_the_server_is_alive(self):
        self.wire.give_address("10.78.0.59")
        for way in ((), ("-i",)):  # by REQUEST and RELEASE, by INFORM
            done = self.wire.run(
                "dhcping", "-v", *way, "-t", "5", "-h", "00:1b:53:00:00:59", "-s", arena.SERVER, "-c", "10.78.0.59"
            )
            self.assertIn(f"Got answer from: {arena.SERVER}", done.stdout)

    def test_nmap_learns_the_options_of_the_subnet_and_nothing_else(self):
        for report in nmap_reports(self.wire):
            told = set(re.findall(r"^\|[ _]+([A-Z][A-Za-z ]+)", report, re.MULTILINE))
            self.assertIn("Server Identifier", told, report)
            self.assertLessEqual(told, NORMAL, report)


if __name__ == "__main__":
    arena.need("busybox", "dhclient", "dhcpcd", "dhcping", "dumpcap", "nmap", "tshark")
    arena.enter()
    arena.main()
