#!/usr/bin/env python3
"""sccp_load.py [--wire] [NAME…]: what one core does for phones over real sockets, measured on the real program.

The server runs on core 0 with a site of 40,000 phones in its database, the phones on core 1. Without names everything is
measured: start, 7960, 7975, together, keepalive, memory.

A phone connects, says its alarm and RegisterReq in one segment, and asks on when it is spoken to: first capabilities and buttons,
then, as phones were seen to do, all that is left in one segment ("questions in one segment"; genuine CallManager captures have
seven of them in one). Phones that wait for each answer before the next question are measured too ("question by question").

Figures count the wall clock and the CPU time of the server's process; the second is the one to compare on a machine that does
other things too. Beside each stands, taken in the same minute, a bare loop of accept4, epoll_wait, recv and send that says to each
phone what the server said to one, and does nothing else: what it takes is the kernel's, and no server of this kind takes less.

Over loopback the kernel lets whoever sends also do the receiving for the other side: the server's core pays for what phones' cards
and processors do on a real wire, and is spared its own receiving. With --wire (as root) server and phones are in network namespaces
of their own, at the two ends of a veth wire on which each core does its own receiving (RPS).
"""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("DIALTONE", os.path.join(ROOT, "build/release/dialtone"))
LOAD = os.environ.get("SCCP_LOAD", os.path.join(ROOT, "build/release/tests/bench/sccp_load"))
OFFSET = 30000
PORT = 2000 + OFFSET
DEVICES = 40000
REPLAY = 1  # above the server's port: the bare loop
MODELS = {"7960": (7, 11), "7975": (437, 22)}
FIRST = {"7960": 0, "7975": 20000}


class Loopback:
    """Server and phones on 127.0.0.1."""

    address = "127.0.0.1"
    server_words = []
    phone_words = []
    replay_words = []

    def close(self):
        pass


class Wire:
    """Two network namespaces with a wire between them, where each core does its own receiving."""

    address = "10.79.0.1"

    def __init__(self):
        self._names = [f"dialtone-load-{side}-{os.getpid()}" for side in ("server", "phones")]
        for name in self._names:
            self._ip("netns", "add", name)
        self._ip("link", "add", "wire", "netns", self._names[0], "type", "veth", "peer", "name", "wire", "netns", self._names[1])
        for core, name in enumerate(self._names):
            self._ip("-n", name, "address", "add", f"10.79.0.{core + 1}/24", "dev", "wire")
            self._ip("-n", name, "link", "set", "wire", "up")
            self._ip("netns", "exec", name, "sh", "-c", f"echo {1 << core} >/sys/class/net/wire/queues/rx-0/rps_cpus")
            # One address has some ten thousand ports.
            self._ip("netns", "exec", name, "sh", "-c", "echo 1024 65000 >/proc/sys/net/ipv4/ip_local_port_range")
        self.server_words, self.phone_words = (["ip", "netns", "exec", name] for name in self._names)
        self.replay_words = ["--replay-network", f"/run/netns/{self._names[0]}"]

    @staticmethod
    def _ip(*words):
        subprocess.run(["ip", *words], check=True)

    def close(self):
        for name in self._names:
            self._ip("netns", "delete", name)


def make_site(directory, address):
    """20,000 phones of each model, each with one number."""
    subprocess.run([PROGRAM, "migrate", "--data", directory], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "node", "add", "cm1", "--address", address, "--data", directory], check=True,
                   stdout=subprocess.DEVNULL)
    database = sqlite3.connect(os.path.join(directory, "device.db"))
    if not database.execute("SELECT 1 FROM cm_group_member").fetchone():
        database.execute("INSERT INTO cm_group_member (cm_group, priority, node) SELECT 1, 1, id FROM node")
    database.execute("UPDATE parameter SET value = '40000' WHERE name = 'max-registered-devices'")
    partition = database.execute("SELECT id FROM route_partition WHERE name = ''").fetchone()
    partition = partition[0] if partition else database.execute(
        "INSERT INTO route_partition (name) VALUES ('') RETURNING id").fetchone()[0]
    pool = database.execute("SELECT id FROM device_pool").fetchone()[0]
    for number in range(DEVICES):
        model = MODELS["7960" if number < FIRST["7975"] else "7975"][0]
        device = database.execute(
            "INSERT INTO device (name, model, protocol, device_pool, button_template) VALUES (?, ?, 'SCCP', ?, ?) RETURNING id",
            (f"SEP{number:012X}", model, pool, model * 10)).fetchone()[0]
        dn = database.execute("INSERT INTO directory_number (pattern, partition_id) VALUES (?, ?) RETURNING id",
                              (str(100000 + number), partition)).fetchone()[0]
        database.execute("INSERT INTO line_appearance (device, line, directory_number) VALUES (?, 1, ?)", (device, dn))
    database.commit()
    database.close()
    with open(os.path.join(directory, "settings.toml"), "w", encoding="ascii") as settings:
        settings.write("[limits]\nsessions-per-source = 20000\n")  # over the wire all come from one address


class Server:
    """The program on core 0; ready when it says so."""

    def __init__(self, directory, place):
        self._folder = tempfile.mkdtemp(dir="/tmp")
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(os.path.join(self._folder, "notify"))
        began = time.monotonic()
        self._child = subprocess.Popen(
            [*place.server_words, "taskset", "-c", "0", PROGRAM, "serve", "--only", "sccp", "--node", "cm1", "--data", directory,
             "--settings", os.path.join(directory, "settings.toml"), "--listen", place.address, "--port-offset", str(OFFSET)],
            env={**os.environ, "NOTIFY_SOCKET": os.path.join(self._folder, "notify")}, stdout=subprocess.DEVNULL)
        manager.settimeout(0.05)
        while not self._is_ready(manager):
            if self._child.poll() is not None:
                raise SystemExit(f"the server ended with {self._child.returncode} before it was ready")
        self.start_seconds = time.monotonic() - began
        self.start_cpu = self.cpu()

    @staticmethod
    def _is_ready(manager):
        try:
            return "READY=1" in manager.recv(4096).decode().split("\n")
        except TimeoutError:
            return False

    @property
    def pid(self):
        return self._child.pid

    def cpu(self):
        """Seconds of CPU that the process has used: all threads, to the nanosecond, where a tick would be 10 ms."""
        return time.clock_gettime(~self._child.pid << 3 | 2)

    def memory(self):
        """Resident octets."""
        with open(f"/proc/{self._child.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) * 1024

    def close(self):
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
            self._child.wait()
        shutil.rmtree(self._folder, True)


def phones(place, model, count, *words, outstanding=64, at_once=False):
    """The load program; it ends with its standard input when told to stay."""
    number, version = MODELS[model]
    return subprocess.Popen(
        [*place.phone_words, "taskset", "-c", "1", LOAD, "--server", place.address, "--port", str(PORT), "--first",
         str(FIRST[model]), "--phones", str(count), "--outstanding", str(outstanding), "--model", str(number), "--version",
         str(version), "--at-once", "yes" if at_once else "no", *words],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def bare(place, *arguments, **options):
    """The same phones at a bare loop on the server's core."""
    # The load program keeps to core 1; the loop that it starts moves to core 0.
    return phones(place, *arguments, "--replay-core", "0", *place.replay_words, **options)


def figure(load, word):
    """(how many, seconds, the bare loop's CPU seconds) of a line of the load program."""
    for line in load.stdout:
        name, many, seconds, cpu = line.split()
        if name == word:
            return int(many), float(seconds), float(cpu)
    raise SystemExit("the phones gave up")


def settle(server):
    """Until the server has written down what it owes: its CPU stands still, but for what a server does anyway."""
    before = -1.0
    while server.cpu() - before > 0.01:
        before = server.cpu()
        time.sleep(0.3)


def begin(load):
    """Tells it to go on with keepalives."""
    load.stdin.write("go\n")
    load.stdin.flush()


def beside(many, seconds, cpu):
    return f"a bare loop {many / seconds:,.0f}/s and {cpu / many * 1e6:.1f} µs"


def measure_registrations(server, place, model, outstanding, title, at_once):
    count = 10000
    settle(server)
    before = server.cpu()
    load = phones(place, model, count, outstanding=outstanding, at_once=at_once)
    many, seconds, _ = figure(load, "registered")
    until_idle = server.cpu() - before
    load.wait()
    settle(server)
    cpu = server.cpu() - before
    replay = bare(place, model, count, outstanding=outstanding, at_once=at_once)
    compared = figure(replay, "registered")
    replay.wait()
    print(f"{title}: {many / seconds:,.0f} registrations/s over {seconds:.2f} s; {until_idle / many * 1e6:.1f} µs of CPU each "
          f"until idle, {cpu / many * 1e6:.1f} with all that follows and its end; {beside(*compared)}, "
          f"{until_idle / many / (compared[2] / compared[0]):.2f} times as much", flush=True)


def measure_keepalives(server, place):
    seconds = ["--keepalive-seconds", "5"]
    load = phones(place, "7975", 5000, *seconds)
    figure(load, "registered")
    settle(server)
    before = server.cpu()
    begin(load)
    many, seconds_used, _ = figure(load, "keepalives")
    cpu = server.cpu() - before
    load.wait()
    replay = bare(place, "7975", 5000, *seconds)
    figure(replay, "registered")
    begin(replay)
    compared = figure(replay, "keepalives")
    replay.wait()
    print(f"keepalive: {many / seconds_used:,.0f}/s from 5,000 phones; {cpu / many * 1e6:.2f} µs of CPU each; "
          f"{beside(*compared)}, {cpu / many / (compared[2] / compared[0]):.2f} times as much", flush=True)


def measure_memory(server, place):
    empty = server.memory()
    load = phones(place, "7975", 10000, "--stay", "yes")
    many, _, _ = figure(load, "registered")
    settle(server)
    print(f"memory: {(server.memory() - empty) / many:,.0f} octets per registered phone above the empty server "
          f"({empty / 1e6:.0f} MB)", flush=True)
    load.stdin.close()
    load.wait()


def measure(wanted, place, directory):
    if "memory" in wanted:
        with contextlib.closing(Server(directory, place)) as server:
            measure_memory(server, place)
    with contextlib.closing(Server(directory, place)) as server:
        if "start" in wanted:
            print(f"start: {server.start_seconds:.2f} s with {DEVICES:,} phones; {server.start_cpu:.2f} s of CPU", flush=True)
        for at_once, how in ((True, "questions in one segment"), (False, "question by question")):
            for model in ("7960", "7975"):
                if model in wanted:
                    measure_registrations(server, place, model, 64, f"{model}, 64 outstanding, {how}", at_once)
            if "together" in wanted:
                measure_registrations(server, place, "7975", 1000, f"7975, 1,000 arriving together, {how}", at_once)
        if "keepalive" in wanted:
            measure_keepalives(server, place)


def main():
    words = sys.argv[1:]
    place = Wire() if "--wire" in words else Loopback()
    wanted = [word for word in words if word != "--wire"] or ["start", "memory", "7960", "7975", "together", "keepalive"]
    directory = tempfile.mkdtemp(prefix="dialtone-load-", dir="/tmp")
    try:
        make_site(directory, place.address)
        measure(wanted, place, directory)
    finally:
        shutil.rmtree(directory, True)
        place.close()


if __name__ == "__main__":
    main()
