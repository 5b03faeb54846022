#!/usr/bin/env python3
"""Dialtone beside the servers that a phone network has today: the same clients, the same network, one core each.

    tests/bench/peers.py [PART ...] [--rounds N] [--phones N] [--scale X]

Parts: dhcp dhcp-full renew tftp tftp1468 missing loads http storm; without any, all. Every server runs on core 0, the load
on core 1, both in network namespaces of their own. Rounds go round the servers (A B A B), and every server starts afresh in each.
A server that is not installed is named and left out. Ratios are those of the medians to the server named as baseline.
"""

import argparse
import json
import os
import statistics
import sys
import typing
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))

import arena  # noqa: E402
import peer_servers as peers  # noqa: E402

LOAD_CORE = "1"
LEASE_RANGE, SPEAKERS = "10.80.0.0/12", "10.96.0.0/12"

WRK = """
local requests, next = {}, 0
function init(arguments)
    for phone = 0, tonumber(arguments[1]) - 1 do
        requests[#requests + 1] = wrk.format("GET", string.format("/SEP0007%08X.cnf.xml", phone))
    end
end
function request()
    next = next % #requests + 1
    return requests[next]
end
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'figures {"done": %d, "rate": %.1f, "octets_rate": %.0f, "lost": 0, "failed": %d, "p50_us": %d, "p99_us": %d}\\n',
        summary.requests, summary.requests / summary.duration * 1e6, summary.bytes / summary.duration * 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50), latency:percentile(99)
    ))
end
"""


class Bench:
    """The network, the site, and how a load is put on a server."""

    def __init__(self, phones, scale):
        self.scale = scale
        self.wire = arena.Wire()
        self.wire.give_address(peers.CLIENTS)
        # A frame for each datagram, as on a real wire: dhcpd reads frames, and cannot take several in one.
        self.wire.run("ip", "link", "set", arena.CLIENT_SIDE, "gso_max_segs", "1")
        self._introduce()
        # Whatever address a client speaks from, it lives behind the relay agent.
        arena.run("ip", "route", "add", "10.64.0.0/10", "via", peers.CLIENTS)
        for network in (LEASE_RANGE, SPEAKERS):
            self.wire.run("ip", "route", "add", "local", network, "dev", "lo")
        self.site = peers.Site(phones)
        self._generate()

    def _introduce(self):
        """Each end knows the other: what waits for ARP's answer would be lost before any server has seen it."""
        def mac(listing):
            return json.loads(listing)[0]["address"]
        here = mac(arena.run("ip", "-json", "link", "show", arena.SERVER_SIDE).stdout)
        there = mac(self.wire.run("ip", "-json", "link", "show", arena.CLIENT_SIDE).stdout)
        arena.run("ip", "neigh", "replace", peers.CLIENTS, "lladdr", there, "dev", arena.SERVER_SIDE)
        self.wire.run("ip", "neigh", "replace", peers.SERVER, "lladdr", here, "dev", arena.CLIENT_SIDE)

    def _generate(self):
        """What Dialtone makes for each phone, as plain files for the others."""
        server = peers.DialtoneHttp(self.site)
        for phone in range(self.site.phones):
            name = f"SEP0007{phone:08X}.cnf.xml"
            with urllib.request.urlopen(f"http://{peers.SERVER}:{server.port}/{name}") as answer:
                body = answer.read()
            with open(os.path.join(self.site.plain, name), "wb") as file:
                file.write(body)
        self.file_size = len(body)
        server.stop()

    def count(self, number):
        return str(max(1, int(number * self.scale)))

    def load(self, *command, timeout=600):
        """Runs a load generator among the clients, on its own core; its one line of JSON."""
        words = [str(word) for word in command]
        done = arena.run(*self.wire.beyond("taskset", "-c", LOAD_CORE, *words), check=False, timeout=timeout)
        for line in reversed(done.stdout.splitlines()):
            if line.startswith(("{", "figures {")):
                return json.loads(line.removeprefix("figures "))
        raise AssertionError(f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")

    # The parts: each puts its load on one running server and returns its figures.

    def dhcp(self, server, warm_up=0):
        found = self.load(
            peers.tool("dhcp_load"), "--phones", self.count(20000 * server.share), "--warm-up", warm_up,
            "--at-once", server.at_once
        )
        return self.among_all(found, "lease")

    @staticmethod
    def among_all(found, phase):
        """The figures of one phase; the processor's time is that of all of them, hence by exchange of any."""
        return {**found[phase], "exchanges": sum(found[each]["done"] for each in ("warm_up", "lease", "renew"))}

    def dhcp_full(self, server):
        return self.dhcp(server, warm_up=100000)

    def renew(self, server):
        """At T1, half a lease of a minute, as phones do."""
        found = self.load(
            peers.tool("dhcp_load"), "--phones", self.count(20000 * server.share), "--at-once", server.at_once,
            "--renew-after-ms", 30000
        )
        return self.among_all(found, "renew")

    def tftp(self, _server, block=512):
        return self.load(
            peers.tool("tftp_load"), "--fetches", self.count(self.site.phones), "--names", self.site.phones,
            "--block", block, "--octets", 0
        )["fetch"]

    def tftp1468(self, server):
        return self.tftp(server, 1468)

    def missing(self, _server):
        return self.load(
            peers.tool("tftp_load"), "--fetches", self.count(4 * self.site.phones), "--names", self.site.phones,
            "--prefix", "CTL", "--suffix", ".tlv", "--expect", "missing"
        )["fetch"]

    def loads(self, _server):
        return self.load(
            peers.tool("tftp_load"), "--clients", 4, "--fetches", self.count(40), "--names", 0, "--name", "load.bin",
            "--octets", 8 << 20, "--block", 1468, "--window", 8
        )["fetch"]

    def http(self, server):
        script = os.path.join(self.site.root, "names.lua")
        with open(script, "w", encoding="ascii") as file:
            file.write(WRK)
        return self.load(
            "wrk", "--threads", 1, "--connections", 32, "--duration", f"{self.count(5)}s", "--latency", "--script", script,
            f"http://{peers.SERVER}:{server.port}/", "--", self.site.phones
        )

    def storm(self, _server):
        before = self.drops()
        found = self.load(peers.tool("storm_load"), "--phones", self.site.phones, "--static-file", "dialplan.xml")
        after = self.drops()
        found["lease"].update(
            lost=found["lease"]["lost"] + found["fetch"]["lost"],
            failed=found["lease"]["failed"] + found["fetch"]["failed"],
            remark=f"most lost by one phone: {found['most_lost_by_one']}; phones with loss: {found['phones_with_loss']}; "
            f"files {found['fetch']['rate']:,.0f}/s; blocks repeated: {found['repeated_blocks']}; "
            f"dropped by receive buffers: server {after[0] - before[0]}, clients {after[1] - before[1]}; "
            f"refused to clients by the kernel: {found['refused_by_kernel']}"
        )
        return found["lease"]

    def drops(self):
        """Datagrams that full receive buffers dropped, on either side."""
        def of(table):
            names, values = [line.split() for line in table.splitlines() if line.startswith("Udp:")]
            return int(values[names.index("RcvbufErrors")])
        with open("/proc/net/snmp", encoding="ascii") as file:
            here = of(file.read())
        return here, of(self.wire.run("cat", "/proc/net/snmp").stdout)


class Part(typing.NamedTuple):
    what: str
    load: typing.Callable
    servers: tuple
    baseline: str = ""  # whose rate is 1
    wanted: float = 0  # of our ratio to it
    options: dict = {}  # of every server


TFTP = (peers.DialtoneTftp, peers.DnsmasqTftp, peers.Atftpd, peers.TftpdHpa)
DHCP = (peers.DialtoneDhcp, peers.Kea, peers.Dhcpd, peers.DnsmasqDhcp)

PARTS = {
    "dhcp": Part("leases/s, DISCOVER to ACK", Bench.dhcp, DHCP, "kea", 6),
    "dhcp-full": Part("the same beside 100,000 leases", Bench.dhcp_full, DHCP[:2], "kea", 6),
    "renew": Part("renewals/s", Bench.renew, DHCP[:3], "kea", 5, {"lease_seconds": 60}),
    "tftp": Part("configuration files/s, blocks of 512", Bench.tftp, TFTP, "dnsmasq", 1.5),
    "tftp1468": Part("configuration files/s, blocks of 1,468", Bench.tftp1468, TFTP, "dnsmasq", 1.5),
    "missing": Part("\"not found\"/s over TFTP", Bench.missing, TFTP, "dnsmasq", 1),
    "loads": Part("8 MB loads/s to four clients, window 8", Bench.loads, (TFTP[0], TFTP[2]), "atftpd", 1.5),
    "http": Part("configuration files/s over HTTP, keep-alive", Bench.http, (peers.DialtoneHttp, peers.Nginx), "nginx", 0.5),
    "storm": Part("leases/s when all ask at once, then three files each", Bench.storm, DHCP[:1]),
}


def measure(bench, part, server_class):
    server = server_class(bench.site, **part.options)
    began = server.processor_seconds()
    figures = part.load(bench, server)
    busy = server.processor_seconds() - began
    server.stop()
    figures["busy_us"] = busy * 1e6 / max(1, figures.get("exchanges", figures["done"]))
    return figures


def show(rows, baseline, wanted):
    medians = {name: statistics.median(each["rate"] for each in runs) for name, runs in rows.items()}
    for name, runs in rows.items():
        ratio = ""
        if baseline in medians and medians[baseline] > 0:
            ratio = f"{medians[name] / medians[baseline]:7.2f}"
            if name == "dialtone" and wanted:
                ratio += f"  (wanted {wanted:g}: {'yes' if medians[name] >= wanted * medians[baseline] else 'NO'})"
        rounds = " ".join(f"{each['rate']:,.0f}" for each in runs)
        print(
            f"  {name:14} {medians[name]:10,.0f} {statistics.median(each['p50_us'] for each in runs):8,.0f}"
            f" {max(each['p99_us'] for each in runs):9,.0f} {statistics.median(each['busy_us'] for each in runs):8,.1f}"
            f" {sum(each['lost'] for each in runs):6} {sum(each['failed'] for each in runs):6}  {ratio or '-':30} [{rounds}]"
        )
        for each in runs:
            if "remark" in each:
                print(f"      {each['remark']}")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("parts", nargs="*", metavar="PART", help=f"of {' '.join(PARTS)}; none: all")
    words.add_argument("--rounds", type=int, default=2)
    words.add_argument("--phones", type=int, default=10000, help="in the database, each with a file of its own")
    words.add_argument("--scale", type=float, default=1.0, help="of the number of requests")
    words.add_argument("--only", default="", metavar="SERVER", help="measure this one alone, by its name in the table")
    said = words.parse_args()
    unknown = [part for part in said.parts if part not in PARTS]
    if unknown:
        words.error(f"no part is called {unknown[0]}; there are {' '.join(PARTS)}")
    if len(os.sched_getaffinity(0)) < 2:
        arena.skip("two cores are needed: one for the server, one for the load")
    arena.enter()
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    bench = Bench(said.phones, said.scale)
    print(f"{said.phones} phones, files of {bench.file_size} octets; server on core {peers.CORE}, load on core {LOAD_CORE}")
    print(
        f"  {'':14} {'median/s':>10} {'p50 us':>8} {'p99 us':>9} {'CPU us':>8} {'lost':>6} {'failed':>6}"
        "  ratio to the baseline          [each round]"
    )
    for name in said.parts or PARTS:
        part = PARTS[name]
        print(f"{name}: {part.what}" + (f" (baseline: {part.baseline})" if part.baseline else ""))
        present = []
        for each in part.servers:
            if said.only and each.name != said.only:
                continue
            if each.missing():
                print(f"  {each.name:14} {each.missing()}")
            else:
                present.append(each)
        rows = {each.name: [] for each in present}
        for _ in range(said.rounds):
            for each in present:
                rows[each.name].append(measure(bench, part, each))
        show(rows, part.baseline, part.wanted)
        sys.stdout.flush()
    bench.site.remove()


if __name__ == "__main__":
    main()
