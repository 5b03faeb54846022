#!/usr/bin/env python3
"""sccp_load.py [NAME…]: what one core does for phones over real sockets, measured on the real program.

The server runs on core 0 with a site of 40,000 phones in its database, the phones on core 1. Without names everything is
measured: start, 7960, 7975, together, keepalive, memory. Figures count the wall clock and the CPU time of the server's process;
the second is the one to compare on a machine that does other things too.
"""

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
TICK = os.sysconf("SC_CLK_TCK")
MODELS = {"7960": (7, 11), "7975": (437, 22)}
FIRST = {"7960": 0, "7975": 20000}


def make_site(directory):
    """20,000 phones of each model, each with one number."""
    subprocess.run([PROGRAM, "migrate", "--data", directory], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "node", "add", "cm1", "--address", "127.0.0.1", "--data", directory], check=True,
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


class Server:
    """The program on core 0; ready when it says so."""

    def __init__(self, directory):
        self._folder = tempfile.mkdtemp(dir="/tmp")
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        manager.bind(os.path.join(self._folder, "notify"))
        began = time.monotonic()
        self._child = subprocess.Popen(
            ["taskset", "-c", "0", PROGRAM, "serve", "--only", "sccp", "--node", "cm1", "--data", directory, "--listen",
             "127.0.0.1", "--port-offset", str(OFFSET)],
            env={**os.environ, "NOTIFY_SOCKET": os.path.join(self._folder, "notify")}, stdout=subprocess.DEVNULL)
        manager.settimeout(60)
        while "READY=1" not in manager.recv(4096).decode().split("\n"):
            pass
        self.start_seconds = time.monotonic() - began
        self.start_cpu = self.cpu()

    @property
    def pid(self):
        return self._child.pid

    def cpu(self):
        """Seconds of CPU that the process has used."""
        with open(f"/proc/{self._child.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self):
        """Resident octets."""
        with open(f"/proc/{self._child.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) * 1024

    def stop(self):
        self._child.send_signal(signal.SIGTERM)
        self._child.wait()
        shutil.rmtree(self._folder, True)


def phones(model, count, outstanding=64, keepalive_seconds=0.0, stay=False, at_once=False):
    number, version = MODELS[model]
    return subprocess.Popen(
        ["taskset", "-c", "1", LOAD, "--port", str(PORT), "--first", str(FIRST[model]), "--phones", str(count), "--outstanding",
         str(outstanding), "--model", str(number), "--version", str(version), "--keepalive-seconds", str(keepalive_seconds),
         "--stay", "yes" if stay else "no", "--at-once", "yes" if at_once else "no"],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def figure(load, word):
    """(how many, seconds) of a line of the load program."""
    for line in load.stdout:
        name, many, seconds = line.split()
        if name == word:
            return int(many), float(seconds)
    raise SystemExit("the phones gave up")


def settle(server):
    """Until the server has written down what it owes: its CPU stands still."""
    before = -1.0
    while server.cpu() != before:
        before = server.cpu()
        time.sleep(0.3)


def measure_registrations(server, model, outstanding, title, at_once):
    count = 10000
    settle(server)
    before = server.cpu()
    load = phones(model, count, outstanding, at_once=at_once)
    many, seconds = figure(load, "registered")
    load.wait()
    settle(server)
    cpu = server.cpu() - before
    print(f"{title}: {many / seconds:,.0f} registrations/s over {seconds:.2f} s; {cpu / many * 1e6:.1f} µs of CPU each, "
          f"with all that follows from them", flush=True)


def measure_keepalives(server):
    load = phones("7975", 5000, keepalive_seconds=5)
    figure(load, "registered")
    before = server.cpu()
    many, seconds = figure(load, "keepalives")
    cpu = server.cpu() - before
    load.wait()
    print(f"keepalive: {many / seconds:,.0f}/s from 5,000 phones; {cpu / many * 1e6:.2f} µs of CPU each", flush=True)


def measure_memory(directory):
    server = Server(directory)
    empty = server.memory()
    load = phones("7975", 10000, stay=True)
    many, _ = figure(load, "registered")
    settle(server)
    print(f"memory: {(server.memory() - empty) / many:,.0f} octets per registered phone above the empty server "
          f"({empty / 1e6:.0f} MB)", flush=True)
    load.stdin.close()
    load.wait()
    server.stop()


def main():
    wanted = sys.argv[1:] or ["start", "memory", "7960", "7975", "together", "keepalive"]
    directory = tempfile.mkdtemp(prefix="dialtone-load-", dir="/tmp")
    try:
        make_site(directory)
        if "memory" in wanted:
            measure_memory(directory)
        server = Server(directory)
        if "start" in wanted:
            print(f"start: {server.start_seconds:.2f} s with {DEVICES:,} phones; {server.start_cpu:.2f} s of CPU", flush=True)
        for at_once, how in ((True, "questions in one segment"), (False, "question by question")):
            for model in ("7960", "7975"):
                if model in wanted:
                    measure_registrations(server, model, 64, f"{model}, 64 outstanding, {how}", at_once)
            if "together" in wanted:
                measure_registrations(server, "7975", 1000, f"7975, 1,000 arriving together, {how}", at_once)
        if "keepalive" in wanted:
            measure_keepalives(server)
        server.stop()
    finally:
        shutil.rmtree(directory, True)


if __name__ == "__main__":
    main()
