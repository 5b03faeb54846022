#!/usr/bin/env python3
"""power_on.py: how long one core needs when all phones of a site are switched on in the same instant.

    tests/bench/power_on.py [--phones N] [--models MODEL,…] [--rounds N] [--home]

A server with an empty database, on core 0; simulated phones that make no pauses of their own, on core 1; both in a network
namespace of their own. Every phone asks DHCP through a relay agent, then for its files (a 7960 for three: trust list, its own,
the default one), registers, and is given a number by auto-registration. Measured is the time from the switch to the moment when the
last phone has its number, beside the processor time that the server took for all that: the wall clock may show at most twice as
much. Given up has a phone that had to begin again, was rejected, or has no number in the end. The restart that brings a phone
onto the file of its own comes later (auto-registration-restart-delay-ms is set to a minute); with --home it comes after the usual two
seconds and is waited for. With --perf FILE, `perf record` writes what the server did.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

import arena  # noqa: E402

SERVER_CORE, PHONE_CORE = 0, 1
OFFSET = 20000
RELAY = "127.0.0.2"
TICK = os.sysconf("SC_CLK_TCK")
WANTED = 2.0


def prepare(phones, home):
    data = arena.DataDirectory()
    data.do("migrate")
    data.do("node", "add", "cm1", "--address", "127.0.0.1", "--port-offset", str(OFFSET))
    data.do("group", "set", "Default", "--members", "cm1")
    data.do("autoreg", "on", "cm1", "--range", "100000-199999")
    data.do("subnet", "add", "10.64.0.0/12", "--range", "10.64.1.0-10.79.254.255", "--relay", RELAY, "--probe", "off")
    data.do("parameter", "set", "max-registered-devices", str(max(phones, 5000)))
    data.do("parameter", "set", "restart-rate-per-second", "1000")
    if not home:
        data.do("parameter", "set", "auto-registration-restart-delay-ms", "60000")
    return data


def start_server(data):
    os.sched_setaffinity(0, {SERVER_CORE})
    server = arena.Server("--data", data.path, "--node", "cm1", "--listen", "127.0.0.1", "--port-offset", str(OFFSET))
    os.sched_setaffinity(0, {PHONE_CORE})
    return server.ready()


def stages(pid):
    """Processor seconds of each of the server's threads, by the name of its role."""
    seconds = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/stat", encoding="ascii") as file:
                name, rest = file.read().rsplit(")", 1)
        except FileNotFoundError:
            continue
        fields = rest.split()
        role = name.split("(", 1)[1]
        seconds[role] = seconds.get(role, 0) + (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def drops(seen):
    """Adds to `seen` how many datagrams each UDP port dropped for want of room, as far as it is known now."""
    with open("/proc/net/udp", encoding="ascii") as file:
        for line in list(file)[1:]:
            fields = line.split()
            port, dropped = int(fields[1].split(":")[1], 16), int(fields[-1])
            if dropped:
                seen[port] = max(dropped, seen.get(port, 0))


def switch_on(server, said):
    """One round: the phones' own account of it, and what each of the server's threads took until the last was up."""
    words = ["sim", "--server", "127.0.0.1", "--port-offset", str(OFFSET), "--relay", RELAY, "--phones", str(said.phones),
             "--models", said.models, "--eager", "--once", "--json", "--seconds", str(said.seconds)]
    before = stages(server.pid)
    sim = subprocess.Popen([arena.PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    answer = []
    reader = threading.Thread(target=lambda: answer.append(sim.stdout.read()))
    reader.start()
    after, last, dropped = None, "", {}
    for line in sim.stderr:
        drops(dropped)
        last = line.rstrip()
        if said.progress:
            print(f"    {last}", flush=True)
        if last.endswith(f" {said.phones} done"):
            after = stages(server.pid)
    after = after or stages(server.pid)
    reader.join()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    sim.wait()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not answer[0]:
        raise SystemExit(f"the phones gave no account of themselves: {last}")
    report = json.loads(answer[0].splitlines()[-1])
    report["dropped"] = dropped
    report["processor"] = ended.ru_utime + ended.ru_stime - children.ru_utime - children.ru_stime
    return report, {role: after[role] - before.get(role, 0) for role in after}


def show(report, busy, said):
    up = sum(1 for row in report["phones"] if row["number"])
    given_up = sum(1 for row in report["phones"] if row["boots"] > 1 or row["rejections"] > 0 or not row["number"])
    total = sum(busy.values())
    ratio = report["seconds"] / total if total else float("inf")
    verdict = "yes" if up == said.phones and given_up == 0 and ratio <= WANTED else "NO"
    print(
        f"  {report['seconds']:6.2f} s by the clock, {total:6.2f} s of the server's processor, ratio {ratio:.2f} "
        f"(wanted {WANTED:g}: {verdict}); {up:,} up, {given_up:,} given up; {total / max(1, up) * 1e6:,.0f} µs a phone"
    )
    print("    " + ", ".join(f"{role} {seconds:.2f} s" for role, seconds in sorted(busy.items(), key=lambda each: -each[1])
                             if seconds >= 0.01) + f"; the phones {report['processor']:.2f} s in all", flush=True)
    names = {67 + OFFSET: "DHCP", 69 + OFFSET: "TFTP requests"}
    for port, count in sorted(report["dropped"].items()):
        print(f"    dropped for want of room: {count} at {names.get(port, f'port {port} of a transfer')}", flush=True)
    return verdict == "yes"


def measure(said):
    data = prepare(said.phones, said.home)
    server = start_server(data)
    perf = None
    if said.perf:
        perf = subprocess.Popen(["perf", "record", "-q", "-g", "-o", said.perf, "-p", str(server.pid)])
        time.sleep(1)  # until it has attached itself
    report, busy = switch_on(server, said)
    if perf:
        perf.terminate()
        perf.wait()
    good = show(report, busy, said)
    server.stop()
    return good


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--phones", type=int, default=10000)
    words.add_argument("--models", default="7960")
    words.add_argument("--rounds", type=int, default=1)
    words.add_argument("--seconds", type=int, default=120, help="then it is over")
    words.add_argument("--home", action="store_true", help="wait until each phone has its own file")
    words.add_argument("--progress", action="store_true", help="show how many are how far")
    words.add_argument("--perf", metavar="FILE")
    said = words.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        arena.skip("two cores are needed: one for the server, one for the phones")
    arena.enter()
    arena.run("ip", "link", "set", "lo", "up")
    os.sched_setaffinity(0, {PHONE_CORE})
    print(f"{said.phones:,} phones ({said.models}) switched on at once")
    good = [measure(said) for _ in range(said.rounds)]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
