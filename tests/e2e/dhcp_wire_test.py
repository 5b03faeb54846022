#!/usr/bin/env python3
"""DHCP frame by frame: which reply goes where, at both layers, in every state of a client."""

import socket
import unittest

import arena
from phone_client import ACK, DISCOVER, NAK, OFFER, REQUEST
from wire_client import BROADCAST, PacketClient

DECLINE, RELEASE, INFORM = 4, 7, 8
BROADCAST_FLAG = 0x8000
RANGE = ("10.78.0.50", "10.78.0.99")
SECOND_SERVER, SECOND_CIDR = "10.79.0.1", "10.79.0.0/24"
OTHER_WIRE, OTHER_SERVER, OTHER_CIDR = "phones1", "10.81.0.1", "10.81.0.0/24"
STRANGE_WIRE = "strange0"


def octets(address):
    return socket.inet_aton(address)


def is_between(first, address, last):
    return octets(first) <= octets(address) <= octets(last)


class Frames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        arena.run("ip", "address", "add", SECOND_SERVER + "/24", "dev", arena.SERVER_SIDE)
        for name, peer, address in ((OTHER_WIRE, "wire1", OTHER_SERVER), (STRANGE_WIRE, "wire2", "10.82.0.1")):
            cls.wire.add_link(peer, name)
            arena.run("ip", "address", "add", address + "/24", "dev", name)
        cls.data = arena.DataDirectory()
        cls.data.do("migrate")
        common = ("--clients", "all", "--authoritative", "on")
        cls.data.do("subnet", "add", arena.CIDR, "--range", "-".join(RANGE), "--router", "10.78.0.254", *common)
        cls.data.do("subnet", "add", SECOND_CIDR, "--range", "10.79.0.50-10.79.0.99", *common)
        cls.data.do("subnet", "add", OTHER_CIDR, "--range", "10.81.0.50-10.81.0.99", *common)
        cls.captures = [arena.Capture(name, f"dhcp-wire-{name}") for name in (arena.SERVER_SIDE, OTHER_WIRE)]
        cls.server = arena.Server("--data", cls.data.path, "--only", "dhcp,admin").ready()
        cls.client = PacketClient(cls.wire, arena.CLIENT_SIDE)
        cls.server_mac = arena.hardware_address(arena.SERVER_SIDE)
        cls.phones = 0

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        for capture in cls.captures:
            capture.stop()
            assert capture.frames("dhcp.option.dhcp == 2"), "the capture holds no DHCPOFFER"
            assert not capture.malformed(), capture.malformed()
        cls.wire.remove()
        assert status == 0, cls.server.output()

    def setUp(self):
        self.wire.forget_addresses()
        self.mac = self.new_mac()

    def new_mac(self):
        type(self).phones += 1
        return bytes([0x00, 0x1B, 0x53, 0x01, 0x00, self.phones])

    def select(self, mac, address, server=arena.SERVER, **more):
        return self.client.ask(REQUEST, mac, ((50, octets(address)), (54, octets(server))), **more)

    def assert_silent(self, kind, options=(), mac=None, **fields):
        """Nothing comes back although the server is awake: it answers what is asked right after."""
        transaction, message = self.client.message(kind, mac or self.mac, options, **fields)
        self.client.send(message)
        fence, question = self.client.message(INFORM, self.new_mac(), ciaddr="10.78.0.40", flags=BROADCAST_FLAG)
        self.wire.give_address("10.78.0.40")
        self.client.send(question, source="10.78.0.40")
        heard = []
        for reply in self.client.replies(5):
            heard.append(reply.transaction)
            if reply.transaction == fence:
                break
        self.assertIn(fence, heard)
        heard += [reply.transaction for reply in self.client.replies(0.15)]  # longer than a probe or a commit
        self.assertNotIn(transaction, heard)

    def assert_frame(self, reply, kind, to, target, source=arena.SERVER, ports=(67, 68)):
        self.assertIsNotNone(reply)
        self.assertEqual(reply.kind, kind)
        self.assertEqual(reply.to.hex(":"), to.hex(":"))
        self.assertEqual((reply.target, reply.source, reply.ports), (target, source, ports))

    def leases(self):
        return {row["address"]: row for row in self.data.ask("lease", "list", "--all")}

    def metric(self, name):
        text = arena.run("curl", "-sS", "http://127.0.0.1:8080/metrics").stdout
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))

    def test_D_01_D_03_D_97_a_discover_gets_one_offer_at_its_own_hardware_address(self):
        transaction, message = self.client.message(DISCOVER, self.mac)
        self.client.send(message)
        offers = [reply for reply in self.client.replies(0.4) if reply.transaction == transaction]
        self.assertEqual(len(offers), 1)
        offer = offers[0]
        self.assert_frame(offer, OFFER, self.mac, offer.address)
        self.assertTrue(is_between(RANGE[0], offer.address, RANGE[1]), offer.address)
        self.assertEqual((offer.mac, offer.flags), (self.mac, 0))
        self.assertLessEqual({1, 51, 54, 58, 59, 66, 150}, set(offer.options))
        self.assertGreaterEqual(len(offer.message), 300)
        self.assertTrue(offer.has_right_checksums())

    def test_D_02_a_client_that_asks_for_broadcasts_gets_them(self):
        offer = self.client.ask(DISCOVER, self.mac, flags=BROADCAST_FLAG)
        self.assert_frame(offer, OFFER, BROADCAST, "255.255.255.255")
        self.assertEqual(offer.flags, BROADCAST_FLAG)

    def test_D_07_D_08_an_offer_is_held_for_its_client(self):
        first = self.client.ask(DISCOVER, self.mac)
        other = self.client.ask(DISCOVER, self.new_mac())
        again = self.client.ask(DISCOVER, self.mac)
        self.assertEqual(first.address, again.address)
        self.assertNotEqual(first.address, other.address)

    def test_D_14_the_lease_is_on_disk_when_the_ack_comes(self):
        offer = self.client.ask(DISCOVER, self.mac)
        ack = self.select(self.mac, offer.address)
        self.assert_frame(ack, ACK, self.mac, offer.address)
        self.assertTrue(ack.has_right_checksums())
        self.assertEqual(self.leases()[offer.address]["mac"].lower(), self.mac.hex(":"))

    def test_D_15_who_selects_another_server_is_left_to_it_and_the_server_reported(self):
        offer = self.client.ask(DISCOVER, self.mac)
        self.assert_silent(REQUEST, ((50, octets(offer.address)), (54, octets("10.78.0.200"))))
        self.server.wait_for("another DHCP server is on phones0: 10.78.0.200 was chosen by SEP")
        self.assertNotIn(offer.address, self.leases())

    def test_D_20_D_21_D_22_who_starts_again_is_confirmed_or_refused(self):
        address = self.client.lease(self.mac).address
        ack = self.client.ask(REQUEST, self.mac, ((50, octets(address)),))
        self.assert_frame(ack, ACK, self.mac, address)
        wrong = self.client.ask(REQUEST, self.mac, ((50, octets("10.78.0.51" if address != "10.78.0.51" else "10.78.0.52")),))
        self.assert_frame(wrong, NAK, BROADCAST, "255.255.255.255")
        elsewhere = self.client.ask(REQUEST, self.mac, ((50, octets("192.168.9.9")),))
        self.assert_frame(elsewhere, NAK, BROADCAST, "255.255.255.255")

    def test_D_22_a_guest_on_the_wire_refuses_nobody(self):
        self.change_authority("off")
        self.addCleanup(self.change_authority, "on")
        self.assert_silent(REQUEST, ((50, octets("192.168.9.9")),))

    def change_authority(self, on):
        """Until the running server has seen it: a stranger on its wire is refused only where it has authority."""
        for cidr in (arena.CIDR, SECOND_CIDR):
            self.data.do("subnet", "set", cidr, "--authoritative", on)
        stranger = self.new_mac()
        arena.until(
            "the new rule counts",
            lambda: (self.client.ask(REQUEST, stranger, ((50, octets("172.31.0.1")),), seconds=0.1) is None) == (on == "off")
        )

    def own_lease(self):
        """Of the interface itself, which so can be found by ARP."""
        address = self.client.lease(self.client.mac).address
        self.wire.give_address(address)
        return address

    def test_D_24_D_25_renewing_and_rebinding_are_answered_at_the_address(self):
        address = self.own_lease()
        for carrier in ({"to": self.server_mac, "target": arena.SERVER}, {}):
            ack = self.client.ask(REQUEST, self.client.mac, ciaddr=address, carrier={"source": address, **carrier})
            self.assert_frame(ack, ACK, self.client.mac, address)
            self.assertEqual(ack.ciaddr, address)

    def test_D_32_a_declined_address_is_not_offered_again(self):
        address = self.client.lease(self.mac).address
        self.assert_silent(DECLINE, ((50, octets(address)), (54, octets(arena.SERVER))))
        self.assertEqual(self.leases()[address]["state"], "declined")
        self.assertNotEqual(self.client.ask(DISCOVER, self.mac).address, address)
        self.server.wait_for(f"declined {address}")

    def test_D_35_a_released_address_comes_back_to_its_client(self):
        address = self.client.lease(self.mac).address
        transaction, message = self.client.message(RELEASE, self.mac, ((54, octets(arena.SERVER)),), ciaddr=address)
        self.client.send(message, source=address, target=arena.SERVER, to=self.server_mac)
        arena.until("the lease is released", lambda: self.leases()[address]["state"] == "released")
        self.assertIsNone(self.client.answer(transaction, 0.1))
        self.assertEqual(self.client.ask(DISCOVER, self.mac).address, address)

    def test_D_38_a_client_with_an_address_of_its_own_gets_the_options(self):
        self.wire.give_address("10.78.0.41")
        ack = self.client.ask(INFORM, self.client.mac, ciaddr="10.78.0.41", carrier={"source": "10.78.0.41"})
        self.assert_frame(ack, ACK, self.client.mac, "10.78.0.41")
        self.assertEqual(ack.address, "0.0.0.0")
        self.assertFalse({51, 58, 59} & set(ack.options))
        self.assertLessEqual({1, 3, 54, 66, 150}, set(ack.options))

    def relayed(self, kind, options=(), relay="10.78.0.2", **more):
        self.wire.give_address("10.78.0.2")
        carrier = {"source": "10.78.0.2", "target": arena.SERVER, "to": self.server_mac, "ports": (67, 67)}
        return self.client.ask(kind, self.mac, options, relay=relay, carrier=carrier, **more)

    def test_D_41_D_45_a_relay_agent_is_answered_at_its_port_with_its_option_82(self):
        circuit = bytes([1, 3]) + b"abc"
        offer = self.relayed(DISCOVER, ((82, circuit),))
        self.assert_frame(offer, OFFER, self.client.mac, "10.78.0.2", ports=(67, 67))
        self.assertEqual((offer.relay, offer.flags, offer.mac), ("10.78.0.2", 0, self.mac))
        self.assertEqual(offer.options[82], circuit)
        self.assertEqual(list(offer.options)[-1], 82)

    def test_D_42_an_unknown_relay_agent_gets_no_answer(self):
        self.assertIsNone(self.relayed(DISCOVER, relay="10.99.0.2", seconds=0.2))
        self.assertIsNotNone(self.relayed(DISCOVER))

    def test_D_43_a_relay_agent_is_told_to_broadcast_a_refusal(self):
        nak = self.relayed(REQUEST, ((50, octets("192.168.9.9")),))
        self.assert_frame(nak, NAK, self.client.mac, "10.78.0.2", ports=(67, 67))
        self.assertEqual(nak.flags, BROADCAST_FLAG)

    def test_D_77_an_address_that_a_host_uses_already_is_not_offered(self):
        self.wire.give_address("10.78.0.77")
        offer = self.client.ask(DISCOVER, self.mac, ((50, octets("10.78.0.77")),))
        self.assertNotEqual(offer.address, "10.78.0.77")
        row = self.leases()["10.78.0.77"]
        self.assertEqual((row["state"], row["mac"].lower()), ("declined", self.client.mac.hex(":")))
        self.server.wait_for("10.78.0.77 is in use already by " + self.client.mac.hex(":"))
        steps = arena.until("the conflict is in the journal", lambda: self.steps("SEP" + self.mac.hex().upper(), "conflict"))
        self.assertIn("10.78.0.77", steps[0])

    def steps(self, subject, words):
        done = self.data.do("phone", "timeline", subject, check=False)
        return [line for line in done.stdout.splitlines() if words in line or "in use already" in line]

    def test_D_78_nobody_waits_for_the_probe_of_another(self):
        sent = [self.client.message(DISCOVER, bytes([0x00, 0x1B, 0x53, 0x02, 0x00, n])) for n in range(20)]
        for _, message in sent:
            self.client.send(message)
        waiting = {transaction for transaction, _ in sent}
        for reply in self.client.replies(0.6):  # one after the other they would take two seconds
            waiting.discard(reply.transaction)
            if not waiting:
                break
        self.assertFalse(waiting)

    def test_D_88_one_phone_on_two_wires_has_two_leases(self):
        other = PacketClient(self.wire, "wire1")
        self.addCleanup(other.close)
        here, there = self.client.lease(self.mac), other.lease(self.mac)
        self.assertTrue(here.address.startswith("10.78.0."))
        self.assertTrue(there.address.startswith("10.81.0."))
        self.assertEqual({here.address, there.address} & set(self.leases()), {here.address, there.address})

    def test_D_94_a_wire_without_a_subnet_is_silent(self):
        strange = PacketClient(self.wire, "wire2")
        self.addCleanup(strange.close)
        before = self.metric('dialtone_dhcp_events_total{event="no_subnet"}')
        self.assertIsNone(strange.ask(DISCOVER, self.mac, seconds=0.2))
        self.assertEqual(self.metric('dialtone_dhcp_events_total{event="no_subnet"}'), before + 1)

    def test_D_96_a_reply_comes_from_the_address_of_its_subnet(self):
        offer = self.client.ask(DISCOVER, self.mac, ((50, octets("10.79.0.60")),))
        self.assert_frame(offer, OFFER, self.mac, "10.79.0.60", source=SECOND_SERVER)
        self.assertEqual(offer.options[54], octets(SECOND_SERVER))
        ack = self.select(self.mac, offer.address, SECOND_SERVER)
        self.assert_frame(ack, ACK, self.mac, "10.79.0.60", source=SECOND_SERVER)

    def test_a_reply_leaves_by_the_wire_on_which_the_question_came(self):
        other = PacketClient(self.wire, "wire1")
        self.addCleanup(other.close)
        transaction, message = other.message(DISCOVER, self.mac, flags=BROADCAST_FLAG)
        other.send(message)
        offer = other.answer(transaction)
        self.assert_frame(offer, OFFER, BROADCAST, "255.255.255.255", source=OTHER_SERVER)
        self.assertNotIn(transaction, [reply.transaction for reply in self.client.replies(0.05)])


class Load(unittest.TestCase):
    """Hundreds of phones that ask on the server's own wire, each address asked about before it is offered."""

    def test_perfdhcp_leases_for_hundreds_of_phones_on_the_wire(self):
        wire = arena.Wire()
        self.addCleanup(wire.remove)
        wire.run("ip", "address", "add", "10.78.0.2/16", "dev", arena.CLIENT_SIDE)
        arena.run("ip", "address", "replace", arena.SERVER + "/16", "dev", arena.SERVER_SIDE)
        data = arena.DataDirectory()
        data.do("migrate")
        data.do("subnet", "add", "10.78.0.0/16", "--range", "10.78.1.0-10.78.40.255")
        capture = arena.Capture(arena.SERVER_SIDE, "dhcp-wire-load")
        server = arena.Server("--data", data.path, "--only", "dhcp,admin").ready()
        (discovers, offers), (requests, acks) = wire.perfdhcp(arena.CLIENT_SIDE, phones=1000)
        self.assertGreater(discovers, 200)
        self.assertEqual((offers, requests, acks), (discovers, discovers, discovers))
        self.assertEqual(len(data.ask("lease", "list")), acks)
        self.assertEqual(server.stop(), 0)
        capture.stop()
        broadcasts = capture.frames("dhcp.option.dhcp == 1 and ip.dst == 255.255.255.255")
        self.assertGreaterEqual(len(broadcasts), discovers)
        self.assertEqual(capture.malformed(), [])


class ComeAndGo(unittest.TestCase):
    """Interfaces that get their address, or appear, or vanish while the server serves."""

    MAC = b"\x00\x1b\x53\x00\x03"

    def setUp(self):
        self.wire = arena.Wire()
        self.data = arena.DataDirectory()
        self.data.do("migrate")
        self.data.do("subnet", "add", arena.CIDR, "--range", "-".join(RANGE))
        self.data.do("subnet", "add", OTHER_CIDR, "--range", "10.81.0.50-10.81.0.99")
        self.server = arena.Server("--data", self.data.path, "--only", "dhcp,admin").ready()
        self.addCleanup(self.wire.remove)
        self.addCleanup(arena.run, "ip", "link", "delete", OTHER_WIRE, check=False)
        self.addCleanup(self.server.kill)

    def lease_on(self, interface, number):
        client = PacketClient(self.wire, interface)
        try:
            return client.lease(self.MAC + bytes([number])).address
        finally:
            client.close()

    def add_other_wire(self):
        self.wire.add_link("wire1", OTHER_WIRE)
        arena.run("ip", "address", "add", OTHER_SERVER + "/24", "dev", OTHER_WIRE)
        self.server.wait_for(f"{OTHER_CIDR} on {OTHER_WIRE} is served from now on")

    def drop_other_wire(self):
        arena.run("ip", "link", "delete", OTHER_WIRE)
        self.server.wait_for(f"{OTHER_CIDR} on {OTHER_WIRE} is not served any more")

    def test_an_interface_that_appears_is_served_and_one_that_vanishes_is_dropped(self):
        self.add_other_wire()
        first = self.lease_on("wire1", 1)
        self.assertTrue(first.startswith("10.81.0."))
        self.drop_other_wire()
        self.assertTrue(self.lease_on(arena.CLIENT_SIDE, 2).startswith("10.78.0."))
        self.add_other_wire()  # under its name, yet another interface
        self.assertEqual(self.lease_on("wire1", 1), first)
        steps = arena.until(
            "the journal knows", lambda: self.steps(OTHER_SERVER) if len(self.steps(OTHER_SERVER)) == 3 else None
        )
        self.assertEqual(["not served" in step for step in steps], [False, True, False])
        self.assertEqual(self.server.stop(), 0)

    def steps(self, address):
        done = self.data.do("phone", "timeline", address, check=False)
        return [line for line in done.stdout.splitlines() if OTHER_CIDR in line]

    def test_an_address_that_an_interface_gets_or_loses_counts_at_once(self):
        arena.run("ip", "address", "add", OTHER_SERVER + "/24", "dev", arena.SERVER_SIDE)
        self.server.wait_for(f"{OTHER_CIDR} on {arena.SERVER_SIDE} is served from now on")
        client = PacketClient(self.wire, arena.CLIENT_SIDE)
        self.addCleanup(client.close)
        wish = ((50, octets("10.81.0.60")),)
        self.assertEqual(client.ask(DISCOVER, self.MAC + b"\x03", wish).address, "10.81.0.60")
        arena.run("ip", "address", "delete", OTHER_SERVER + "/24", "dev", arena.SERVER_SIDE)
        self.server.wait_for(f"{OTHER_CIDR} on {arena.SERVER_SIDE} is not served any more")
        self.assertTrue(client.ask(DISCOVER, self.MAC + b"\x03", wish).address.startswith("10.78.0."))
        self.assertEqual(self.server.stop(), 0)


class WithoutRawSockets(unittest.TestCase):
    """A process that may not open packet sockets: broadcasts instead, and says so once."""

    def test_clients_are_answered_by_broadcast(self):
        wire = arena.Wire()
        data = arena.DataDirectory()
        data.do("migrate")
        data.do("subnet", "add", arena.CIDR, "--range", "-".join(RANGE))
        server = arena.Server("--data", data.path, "--only", "dhcp,admin", without="net_raw").ready()
        client = PacketClient(wire, arena.CLIENT_SIDE)
        self.addCleanup(client.close)
        for mac in (b"\x00\x1b\x53\x00\x00\x01", b"\x00\x1b\x53\x00\x00\x02"):
            offer = client.ask(DISCOVER, mac)
            self.assertEqual((offer.kind, offer.to, offer.target), (OFFER, BROADCAST, "255.255.255.255"))
        self.assertEqual(server.output().count("dhcp.broadcast_only"), 1)
        metrics = arena.run("curl", "-sS", "http://127.0.0.1:8080/metrics").stdout
        self.assertIn("\ndialtone_dhcp_broadcasts_instead_total 2\n", metrics)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    arena.need("curl", "dumpcap", "perfdhcp", "tshark", "setpriv")
    arena.enter()
    arena.main()
