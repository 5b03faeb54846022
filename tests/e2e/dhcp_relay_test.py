#!/usr/bin/env python3
"""DHCP through a relay agent that nobody here wrote, from a network that only it reaches; and under load."""

import os
import socket
import unittest

import arena
from phone_client import ACK, DISCOVER, OFFER, REQUEST
from wire_client import PacketClient

RELAY, RELAY_FAR = "10.78.0.2", "10.80.0.1"
FAR_CIDR, FAR_SIDE, RELAY_SIDE = "10.80.0.0/16", "far0", "relay0"
RANGE = ("10.80.1.0", "10.80.40.255")


class Relayed(unittest.TestCase):
    """server (phones0) ── (wire0) relay agent and router (relay0) ── (far0) clients"""

    @classmethod
    def setUpClass(cls):
        cls.relay = arena.Wire()
        cls.relay.give_address(RELAY)
        cls.far = arena.Namespace()
        cls.relay.add_link(RELAY_SIDE, FAR_SIDE, cls.far)
        cls.relay.run("ip", "address", "add", RELAY_FAR + "/16", "dev", RELAY_SIDE)
        cls.relay.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1")
        arena.run("ip", "route", "add", FAR_CIDR, "via", RELAY)
        cls.agent = cls.relay.start(
            "dhcrelay", "-4", "-d", "-a", "-iu", arena.CLIENT_SIDE, "-id", RELAY_SIDE, arena.SERVER
        )
        cls.agent.wait_for("Sending on")
        cls.data = arena.DataDirectory()
        cls.data.do("migrate")
        cls.data.do(
            "subnet", "add", FAR_CIDR, "--range", "-".join(RANGE), "--router", RELAY_FAR, "--authoritative", "on"
        )
        cls.capture = arena.Capture(arena.SERVER_SIDE, "dhcp-relay")
        cls.server = arena.Server("--data", cls.data.path, "--only", "dhcp,admin").ready()

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.capture.stop()
        assert cls.capture.frames("dhcp.option.dhcp == 5"), "the capture holds no DHCPACK"
        assert not cls.capture.malformed(), cls.capture.malformed()
        assert status == 0, cls.server.output()

    def setUp(self):
        self.far.run("ip", "address", "flush", "dev", FAR_SIDE)

    def leases(self):
        return {row["address"]: row for row in self.data.ask("lease", "list")}

    def test_udhcpc_gets_its_lease_through_the_relay_agent_and_renews_past_it(self):
        script = os.path.join(self.data.path, "event")
        with open(script, "w", encoding="ascii") as file:
            file.write('#!/bin/sh\necho "event=$1 address=$ip opt150=$opt150"\n')
            file.write(f'[ "$1" = bound ] && ip address add "$ip/16" dev $interface && ip route add default via {RELAY_FAR}\nexit 0\n')
        os.chmod(script, 0o755)
        client = self.far.start(
            "busybox", "udhcpc", "-f", "-i", FAR_SIDE, "-s", script, "-T", "1", "-A", "1", "-t", "10",
            "-V", arena.PHONE_CLASS, "-O", "150"
        )
        told = dict(word.split("=", 1) for word in client.wait_for("event=bound").split())
        self.assertEqual(told["opt150"], socket.inet_aton(arena.SERVER).hex())
        self.assertIn(told["address"], self.leases())
        client.signal(arena.signal.SIGUSR1)
        self.assertIn(told["address"], client.wait_for("event=renew"))
        client.signal(arena.signal.SIGTERM)
        client.wait()

    def test_D_77_an_address_in_use_behind_the_router_is_not_offered(self):
        self.far.run("ip", "address", "add", "10.80.1.77/16", "dev", FAR_SIDE)
        self.far.run("ip", "route", "add", "default", "via", RELAY_FAR)
        client = PacketClient(self.far, FAR_SIDE)
        self.addCleanup(client.close)
        mac = bytes.fromhex("001b53000077")
        offer = client.ask(DISCOVER, mac, ((50, socket.inet_aton("10.80.1.77")),))
        self.assertEqual(offer.kind, OFFER)
        self.assertNotEqual(offer.address, "10.80.1.77")
        self.server.wait_for("10.80.1.77 is in use already")
        ack = client.ask(REQUEST, mac, ((50, socket.inet_aton(offer.address)), (54, offer.options[54])))
        self.assertEqual((ack.kind, ack.address), (ACK, offer.address))

    def test_perfdhcp_leases_for_hundreds_of_phones_through_the_relay_agent(self):
        self.far.run("ip", "address", "add", "10.80.0.9/16", "dev", FAR_SIDE)
        before = len(self.leases())
        (discovers, offers), (requests, acks) = self.far.perfdhcp(FAR_SIDE, phones=1000)
        self.assertGreater(discovers, 200)
        self.assertEqual((offers, requests, acks), (discovers, discovers, discovers))
        self.assertEqual(len(self.leases()), before + acks)


if __name__ == "__main__":
    arena.need("busybox", "dhcrelay", "dumpcap", "perfdhcp", "tshark")
    arena.enter()
    arena.main()
