#!/usr/bin/env python3
"""What is made for phones, fetched by tftp-hpa and curl from the running program: lists of what lies in the directories, names
that exist under conditions, elements that an operator merges, and what the journal says of it."""

import json
import os
import tempfile
import unittest
from xml.etree import ElementTree

import arena

PHONE = "SEP0011223344AA"
FILE = PHONE + ".cnf.xml"
EVIL = '</device><evil a="&amp;">]]><!--'


class Provision(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address("10.78.0.9")
        cls.data = arena.DataDirectory()
        cls.static = tempfile.mkdtemp(dir="/tmp")
        cls.server = arena.Server("--data", cls.data.path, "--listen", arena.SERVER, "--files", cls.static).ready()
        cls.data.do("phone", "add", "--mac", PHONE[3:], "--model", "7965", "--dn", "1001")
        arena.until("the phone's file", lambda: cls.http(FILE)[0] == 200)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.stop() == 0, cls.server.output()

    @classmethod
    def http(cls, name):
        """(HTTP status, octets)"""
        with tempfile.NamedTemporaryFile() as kept:
            done = cls.wire.run(
                "curl", "-sS", "--max-time", "20", "-o", kept.name, "-w", "%{http_code}",
                f"http://{arena.SERVER}:6970/{name}", check=False
            )
            kept.seek(0)
            return int(done.stdout or 0), kept.read()

    def tftp(self, name):
        """(what the client said, octets)"""
        with tempfile.TemporaryDirectory() as folder:
            kept = os.path.join(folder, "kept")
            done = self.wire.run("tftp", "-m", "binary", arena.SERVER, "-c", "get", name, kept, check=False)
            if not os.path.exists(kept):
                return done.stdout + done.stderr, b""
            with open(kept, "rb") as file:
                return done.stdout + done.stderr, file.read()

    def place(self, folder, name, octets):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(octets)
        return path

    def timeline(self):
        return arena.run(arena.PROGRAM, "phone", "timeline", PHONE, "--json", "--data", self.data.path).stdout

    def test_a_sip_phone_finds_its_file_and_what_stands_beside_it(self):
        self.data.do("phone", "add", "--mac", "0011223344BB", "--model", "8841", "--dn", "1100")
        self.data.do("phone", "add", "--mac", "0011223344CC", "--model", "7960", "--protocol", "SIP", "--dn", "1101")
        self.data.do("dial-rule", "add", "1...", "--timeout", "1")
        arena.until("the phone's file", lambda: self.http("SEP0011223344BB.cnf.xml")[0] == 200)
        own = self.http("SEP0011223344BB.cnf.xml")[1].decode()
        root = ElementTree.fromstring(own)
        self.assertEqual(root.findtext("deviceProtocol"), "SIP")
        self.assertEqual(root.findtext("sipProfile/sipLines/line/name"), "1100")
        self.assertEqual(len(root.findtext("sipProfile/sipLines/line/authPassword")), 24)
        for path in ("sipProfile/softKeyFile", "sipProfile/dialTemplate", "featurePolicyFile"):
            with self.subTest(path):
                status, octets = self.http(root.findtext(path))
                self.assertEqual(status, 200)
                ElementTree.fromstring(octets)
                self.assertEqual(self.tftp(root.findtext(path))[1], octets)
        arena.until("the rule", lambda: b'match="1..."' in self.http("dialplan.xml")[1])
        self.assertIn(b'MATCH="1..."', self.tftp("dialplan7940.xml")[1])
        said, octets = self.tftp("SIP0011223344CC.cnf")
        self.assertIn(b'line1_name: "1101"', octets, said)
        self.assertIn(b"proxy1_address", self.tftp("SIPDefault.cnf")[1])
        check = arena.run(arena.PROGRAM, "check", "--json", "--data", self.data.path, check=False)
        self.assertIn("phone.not_served", check.stdout)
        for phone in ("SEP0011223344BB", "SEP0011223344CC"):
            self.data.do("phone", "remove", phone)

    def test_a_stale_trust_list_is_told_of_in_the_timeline_once(self):
        for _ in range(2):
            self.assertIn("not found", self.tftp(FILE + ".sgn")[0].lower())
        self.assertEqual(self.http(FILE + ".sgn")[0], 404)
        arena.until("the note", lambda: "trust list" in self.timeline())
        self.assertEqual(self.timeline().count("holds a trust list from another system"), 1)
        self.assertIn("**#", self.timeline())

    def test_rings_and_backgrounds_are_listed_as_they_come(self):
        self.assertEqual(self.http("RINGLIST.XML")[0], 404)
        self.place(self.static, "Chime.raw", b"x" * 480)
        self.place(self.static, "Desktops/320x212x16/Logo.png", b"x")
        arena.until("the list", lambda: b"Chime.raw" in self.http("RINGLIST.XML")[1])
        self.assertIn(b"<FileName>Chime.raw</FileName>", self.tftp("RINGLIST.XML")[1])
        self.assertIn(b"TFTP:Desktops/320x212x16/Logo.png", self.http("Desktops/320x212x16/List.xml")[1])
        self.place(self.static, "Ringlist.xml", b"<CiscoIPPhoneRingList/>")
        arena.until("the list by hand", lambda: self.http("RINGLIST.XML")[1] == b"<CiscoIPPhoneRingList/>")

    def test_the_default_file_while_nobody_is_let_in(self):
        self.assertEqual(self.http("XMLDefault.cnf.xml")[0], 404)
        self.data.do("parameter", "set", "default-file-when-off", "yes")
        arena.until("the file", lambda: self.http("XMLDefault.cnf.xml")[0] == 200)
        self.assertIn(b"<autoRegistration>disabled</autoRegistration>", self.tftp("XMLDefault.cnf.xml")[1])
        self.data.do("parameter", "set", "default-file-when-off", "--default")
        arena.until("its end", lambda: self.http("XMLDefault.cnf.xml")[0] == 404)

    def test_the_compiled_default_file_placed_by_hand(self):
        self.place(self.static, "SEPDEFAULT.cnf", b"compiled")
        arena.until("the phone's", lambda: self.tftp(PHONE + ".cnf")[1] == b"compiled")
        self.assertEqual(self.http("SEPDEFAULT.cnf")[0], 404)
        self.assertEqual(self.http("SEP00AABBCCDDEE.cnf")[0], 404)

    def test_elements_that_an_operator_merges(self):
        path = self.place(self.static, "elements", b"<device><sshUserId>me</sshUserId><own>1</own></device>")
        self.data.do("phone", "set", PHONE, "--xml", path)
        arena.until("the elements", lambda: b"<own>1</own>" in self.http(FILE)[1])
        self.assertIn(b"<sshUserId>me</sshUserId>", self.tftp(FILE)[1])
        self.data.do("phone", "set", PHONE, "--xml", "")
        arena.until("their end", lambda: b"<own>" not in self.http(FILE)[1])

    def test_the_legacy_loaders_file_is_there_when_wanted_and_possible(self):
        self.place(self.static, "OS79XX.TXT", b"P0S3-8-12-00")
        self.assertEqual(self.http("OS79XX.TXT")[0], 404)
        self.data.do("parameter", "set", "os79xx-load", "P00308010200")
        self.place(self.static, "P00308010200.loads", b"P00308010200.sbn\nP00308010200.sb2\n")
        self.place(self.static, "P00308010200.sbn", b"x" * 100)
        self.assertEqual(self.http("OS79XX.TXT")[0], 404)
        self.place(self.static, "P00308010200.sb2", b"x" * 100)
        arena.until("the file", lambda: self.tftp("OS79XX.TXT")[1] == b"P00308010200")
        self.data.do("parameter", "set", "os79xx-load", "--default")
        arena.until("its end", lambda: self.http("OS79XX.TXT")[0] == 404)

    def test_P_14_every_file_is_read_by_a_strict_parser_that_knows_namespaces(self):
        self.data.do("autoreg", "on", "--range", "5000-5999")
        self.addCleanup(self.data.do, "autoreg", "off")
        arena.until("the default file", lambda: self.http("XMLDefault.cnf.xml")[0] == 200)
        ElementTree.fromstring(self.http("XMLDefault.cnf.xml")[1])
        models = self.data.ask("model", "list")
        self.data.do("pool", "add", EVIL)
        self.addCleanup(self.data.do, "pool", "remove", EVIL)
        names = []
        for number, model in enumerate(model for model in models if "SCCP" in model["protocols"]):
            names.append(f"SEP00AA000000{number:02X}")
            self.data.do("phone", "add", "--name", names[-1], "--model", str(model["type"]), "--pool", EVIL)
        self.assertGreater(len(names), 40)
        arena.until("the last file", lambda: self.http(names[-1] + ".cnf.xml")[0] == 200)
        for name in names:
            status, octets = self.http(name + ".cnf.xml")
            self.assertEqual(status, 200, name)
            root = ElementTree.fromstring(octets)
            self.assertEqual(root.tag, "device", name)
            self.assertNotIn("evil", [element.tag for element in root.iter()])
            self.assertEqual(root.find("devicePool/name").text, EVIL, name)
            self.data.do("phone", "remove", name)

    def test_a_file_placed_by_hand_is_what_the_phone_is_said_to_have(self):
        def show():
            return json.loads(arena.run(arena.PROGRAM, "phone", "show", PHONE, "--json", "--data", self.data.path).stdout)

        self.http(FILE)
        arena.until("the generated one", lambda: show()["file_received"] == "the file made from the device database")
        path = self.place(os.path.join(self.data.path, "files"), FILE, b"<device/>")
        arena.until("the placed one", lambda: self.tftp(FILE)[1] == b"<device/>")
        arena.until("it is known", lambda: show()["file_received"] == "a file placed by hand")
        arena.until("the journal says so", lambda: "sent, placed by hand" in self.timeline())
        os.remove(path)
        arena.until("the generated one again", lambda: b"<processNodeName>" in self.http(FILE)[1])
        arena.until("it is known", lambda: show()["file_received"] == "the file made from the device database")

    def test_a_locale_is_named_when_something_of_it_is_there(self):
        self.data.do("phone", "set", PHONE, "--locale", "German_Germany")
        self.assertIn(b"<name>English_United_States</name>", self.http(FILE)[1])
        self.place(self.static, "German_Germany/be-sccp.jar", b"x")
        arena.until("the locale", lambda: b"<name>German_Germany</name>" in self.http(FILE)[1])
        arena.until("any case", lambda: self.http("german_germany/BE-sccp.jar")[1] == b"x")

    def test_what_is_wrong_with_a_file_is_in_the_timeline(self):
        self.data.do("phone", "set", PHONE, "--setting", "videoCapability=1")
        arena.until("the setting", lambda: b"<videoCapability>1" in self.http(FILE)[1])
        arena.until("the note", lambda: "has no camera of its own" in self.timeline())
        shown = json.loads(arena.run(arena.PROGRAM, "phone", "show", PHONE, "--json", "--data", self.data.path).stdout)
        self.assertIn("file.C12", [finding["code"] for finding in shown["findings"]])
        self.data.do("phone", "set", PHONE, "--setting", "videoCapability=")


if __name__ == "__main__":
    arena.need("tftp", "curl")
    arena.enter()
    arena.main()
