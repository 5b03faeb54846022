#!/usr/bin/env python3
"""Firmware: a phone changes its image only to what lies there whole, everybody can see it do so, and a file that somebody
placed by hand counts before all others."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

import arena

PHONE = "SEP0011223344AA"
FILE = PHONE + ".cnf.xml"
CLIENT = "10.78.0.9"
OFFSET = 20000
LOADS = {
    "7965": ("SCCP45.9-4-2SR3-1S", ["jar45sccp.sbn", "cnu45.sbn", "apps45.sbn", "dsp45.sbn", "cvm45sccp.sbn"]),
    "7960": ("P0030801SR02", ["P0030801SR02.sbn", "P0030801SR02.sb2"]),
}
OLD = {"7965": "SCCP45.8-5-4S", "7960": "P00307020200"}


def element(tag, value):
    return bytes([tag]) + len(value).to_bytes(2, "big") + value


def signed_list(name, members):
    """A list as Cisco ships it: signature header, then a line for each file."""
    rest = element(3, element(4, b"CN=test\0") + element(5, b"\x12") + element(6, b"CN=ca\0"))
    rest += element(7, element(8, b"\1") + element(9, element(10, b"\0") + element(11, b"\2")))
    rest += element(12, os.urandom(256)) + element(14, name.encode() + b"\0")
    size = 10 + len(rest)
    padding = -size % 4
    text = "# members\r\n" + "".join(member + " \r\n" for member in members)
    return element(1, b"\1\1") + element(2, (size + padding).to_bytes(2, "big")) + rest + b"\x0d" * padding + text.encode()


class Shelf:
    """A static directory."""

    def __init__(self):
        self.path = tempfile.mkdtemp(dir="/tmp")

    def put(self, name, octets):
        # As an operator's copy does it that matters to anybody: whole or not at all.
        with tempfile.NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
            file.write(octets)
        os.chmod(file.name, 0o644)
        os.rename(file.name, os.path.join(self.path, name))

    def put_load(self, model, without=()):
        load, members = LOADS[model]
        self.put(load + ".loads", signed_list(load + ".loads", members))
        for member in members:
            if member not in without:
                self.put(member, os.urandom(300_000))

    def close(self):
        shutil.rmtree(self.path, True)


class Lab(unittest.TestCase):
    """Simulated phones in a sandbox of their own."""

    def setUp(self):
        arena.run("ip", "link", "set", "lo", "up")
        self.shelf = Shelf()
        self.addCleanup(self.shelf.close)
        self.data = arena.DataDirectory()
        self.data.do("migrate")
        for model, (load, _) in LOADS.items():
            self.data.do("model", "set", model, "--load", load)

    def boot(self):
        """What became of one phone of each model, by model, and their whole timelines."""
        done = arena.run(
            arena.PROGRAM, "lab", "--once", "--loopback", "--phones", "2", "--models", "7965,7960", "--old-load",
            "--files", self.shelf.path, "--data", self.data.path, "--json", timeout=180, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        phones = {row["model"]: row for row in json.loads(done.stdout.splitlines()[-1])["phones"]}
        steps = {
            model: self.data.ask("phone", "timeline", row["phone"], "--all") for model, row in phones.items()
        }
        return phones, steps

    def test_a_whole_load_is_taken_and_the_timeline_shows_it_step_by_step(self):
        self.shelf.put_load("7965")
        self.shelf.put_load("7960")
        phones, steps = self.boot()
        for model, (load, members) in LOADS.items():
            self.assertEqual(phones[model]["load"], load)
            self.assertEqual(phones[model]["boots"], 2)
            told = [row["step"] for row in steps[model] if row["step"].startswith("image.")]
            self.assertEqual(
                told, ["image.begun", *["image.member"] * (len(members) - 1), "image.fetched", "image.changed"], model
            )
            sent = [row["sentence"].split()[0] for row in steps[model] if row["step"] == "file.served"]
            self.assertEqual([name for name in sent if name in (load + ".loads", *members)], [load + ".loads", *members])

    def test_a_load_that_misses_one_member_is_not_named_and_the_journal_says_which(self):
        self.shelf.put_load("7965", without=("apps45.sbn",))
        self.shelf.put_load("7960", without=("P0030801SR02.sb2",))
        phones, steps = self.boot()
        for model, missing in (("7965", "apps45.sbn"), ("7960", "P0030801SR02.sb2")):
            load, members = LOADS[model]
            self.assertEqual(phones[model]["load"], OLD[model])
            self.assertEqual(phones[model]["boots"], 1)
            withheld = [row["sentence"] for row in steps[model] if row["step"] == "load.withheld"]
            self.assertTrue(withheld)
            self.assertTrue(all(load in sentence and missing in sentence for sentence in withheld), withheld)
            asked = " ".join(row["sentence"] for row in steps[model])
            self.assertNotIn(load + ".loads", asked)
            for member in set(members) - {missing}:
                self.assertNotIn(member, asked)


class Serve(unittest.TestCase):
    """The server on a wire, with clients that nobody here wrote and simulated phones behind one address."""

    @classmethod
    def setUpClass(cls):
        cls.wire = arena.Wire()
        cls.wire.give_address(CLIENT)
        cls.data = arena.DataDirectory()
        cls.shelf = Shelf()
        cls.server = arena.Server("--data", cls.data.path, "--listen", arena.SERVER, "--files", cls.shelf.path).ready()
        cls.data.do("phone", "add", "--mac", PHONE[3:], "--model", "7965", "--dn", "1001")
        cls.data.do("autoreg", "on", "--range", "2000-2999")
        arena.until("the phone's file", lambda: cls.get(FILE))

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.shelf.close()
        assert status == 0, cls.server.output()

    @classmethod
    def fetch(cls, url):
        done = subprocess.run(
            cls.wire.beyond("curl", "-sS", "-f", "--max-time", "20", url), capture_output=True, check=False, timeout=60
        )
        return done.stdout if done.returncode == 0 else b""

    @classmethod
    def get(cls, name):
        return cls.fetch(f"http://{arena.SERVER}:6970/{name}")

    def everywhere(self, name):
        """The octets by HTTP, TFTP and command, which are the same."""
        octets = self.get(name)
        self.assertEqual(self.fetch(f"tftp://{arena.SERVER}/{name}"), octets)
        done = subprocess.run(
            [arena.PROGRAM, "file", name, "--data", self.data.path], capture_output=True, check=False, timeout=60
        )
        self.assertEqual(done.stdout, octets)
        return octets

    def test_a_file_that_completes_a_load_counts_without_a_restart(self):
        load, members = LOADS["7965"]
        named = f"<loadInformation>{load}</loadInformation>".encode()
        named_by_default = f'<loadInformation436 model="Cisco 7965">{load}</loadInformation436>'.encode()
        self.data.do("phone", "set", PHONE, "--load", load)
        self.data.do("model", "set", "7965", "--load", load)
        self.shelf.put_load("7965", without=("apps45.sbn",))
        arena.until("the database's load", lambda: self.data.ask("phone", "show", PHONE)["load_missing"] == "apps45.sbn")
        self.assertIn(b"<loadInformation/>", self.everywhere(FILE))
        self.assertNotIn(b"loadInformation436", self.everywhere("XMLDefault.cnf.xml"))
        self.shelf.put("APPS45.sbn", os.urandom(1000))  # in any case, as phones are served
        arena.until("the load in the file", lambda: named in self.get(FILE))
        self.assertIn(named, self.everywhere(FILE))
        self.assertIn(named_by_default, self.everywhere("XMLDefault.cnf.xml"))
        self.assertEqual([row["state"] for row in self.data.ask("load", "list") if row["name"] == load], ["complete"])
        os.remove(os.path.join(self.shelf.path, members[0]))
        arena.until("no load in the file", lambda: named not in self.get(FILE))
        self.assertIn(b"<loadInformation/>", self.everywhere(FILE))

    def test_a_file_placed_by_hand_wins_and_phone_show_says_so(self):
        generated = self.everywhere(FILE)
        self.assertEqual(self.data.ask("phone", "show", PHONE)["file_source"], "generated")
        placed = os.path.join(self.data.path, "files", FILE.lower())
        os.makedirs(os.path.dirname(placed), exist_ok=True)
        with open(placed, "wb") as file:
            file.write(b"<device>by hand</device>")
        arena.until("the placed file", lambda: self.get(FILE) != generated)
        self.assertEqual(self.everywhere(FILE), b"<device>by hand</device>")
        shown = self.data.ask("phone", "show", PHONE)
        self.assertEqual((shown["file_source"], shown["file_placed_at"]), ("placed", placed))
        self.assertIn("placed by hand", self.data.do("file", FILE).stderr)
        os.remove(placed)
        arena.until("the generated file", lambda: self.get(FILE) == generated)

    def test_who_names_no_phone_is_shown_by_address_and_once_named_by_name(self):
        address = "10.78.0.77"
        self.wire.run("ip", "address", "add", address + "/24", "dev", arena.CLIENT_SIDE)

        def ask(name):
            self.wire.run("curl", "-sS", "--interface", address, "-o", "/dev/null", f"http://{arena.SERVER}:6970/{name}")

        def steps(subject):
            done = self.data.do("phone", "timeline", subject, "--all", "--json", check=False)
            return json.loads(done.stdout) if done.returncode == 0 else []

        ask("RINGLIST.XML")
        unknown = arena.until(
            "the unknown source",
            lambda: [row for row in self.data.ask("phone", "unknown") if row["address"] == address]
        )
        self.assertEqual(unknown[0]["files"], "RINGLIST.XML")
        self.assertEqual([row["sentence"].split(" (")[0] for row in steps(address)], ["RINGLIST.XML: File not found"])
        self.assertEqual(steps("@" + address), steps(address))
        ask("CTLSEP0011223344BB.tlv")
        ask("DISTINCTIVERINGLIST.XML")
        arena.until("what it did since", lambda: len(steps("SEP0011223344BB")) == 2)
        self.assertEqual(len(steps(address)), 1)

    def test_the_timeline_follows_a_change_of_image(self):
        load, members = LOADS["7960"]
        self.data.do("model", "set", "7960", "--load", load)
        self.shelf.put_load("7960")
        arena.until("the load in the file", lambda: load.encode() in self.get("XMLDefault.cnf.xml"))
        follower = arena.Process(
            [arena.PROGRAM, "phone", "timeline", "SEP001B53000A01", "--follow", "--data", self.data.path]
        )
        self.addCleanup(follower.kill)
        done = self.wire.run(
            arena.PROGRAM, "sim", "--server", arena.SERVER, "--phones", "1", "--models", "7960", "--first-mac",
            "00:1b:53:00:0a:01", "--old-load", "--once", timeout=180, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        follower.wait_for(f"LOAD   changes its image to {load}: {len(members)} files")
        follower.wait_for(f"LOAD   1 of {len(members)} files of {load} sent")
        follower.wait_for(f"LOAD   has all {len(members)} files of {load}")
        follower.wait_for(f"LOAD   runs {load} now")

    def test_two_hundred_phones_behind_one_address(self):
        done = self.wire.run(
            arena.PROGRAM, "sim", "--server", arena.SERVER, "--phones", "200", "--models", "7960,7965", "--first-mac",
            "00:1b:53:00:10:00", "--once", "--json", "--seconds", "150", timeout=240, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        answer = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual((answer["up"], answer["of"]), (200, 200))
        self.assertTrue(all(row["file"] == "own" for row in answer["phones"]))
        for row in answer["phones"][::40]:
            files = [step["sentence"] for step in self.data.ask("phone", "timeline", row["phone"], "--all")]
            self.assertTrue(any(row["phone"] + ".cnf.xml sent" in sentence for sentence in files), row["phone"])


if __name__ == "__main__":
    arena.need("curl")
    arena.enter()
    arena.main()
