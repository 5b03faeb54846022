"""The real program on a disk that fails when it is told to, and phones that remember what they were promised."""

import calendar
import os
import select
import shutil
import socket
import struct
import tempfile
import time

import arena
from phone_client import ACK, DECLINE, DISCOVER, OFFER, RELEASE, REQUEST, RelayedDhcp, options_of

LIBRARY = os.path.abspath(os.environ.get("DIALTONE_FAILING_DISK", "build/release/tests/e2e/libfailing_disk.so"))
OFFSET = 20000
SUBNET, RANGE = "10.77.0.0/16", "10.77.1.1-10.77.1.40"
PATIENCE = 0.3  # seconds; then a phone asks again
HOST_NAME, REQUESTED, LEASE_TIME, SERVER_ID = 12, 50, 51, 54


def mac_of(index):
    return bytes([0x02, 0, 0, 0, 1, index])


class Disk:
    """Which operation of the program on leases.db fails, and how."""

    def __init__(self, how, at):
        self.how, self.at = how, at
        self._folder = tempfile.mkdtemp(dir="/tmp")
        self.environment = {
            "LD_PRELOAD": LIBRARY, "FAILING_DISK_FILE": "leases.db", "FAILING_DISK_HOW": how, "FAILING_DISK_AT": str(at),
            "FAILING_DISK_TOLD": os.path.join(self._folder, "told")
        }

    def has_failed(self):
        return os.path.exists(self.environment["FAILING_DISK_TOLD"])

    def told(self):
        with open(self.environment["FAILING_DISK_TOLD"], encoding="ascii") as file:
            return file.readline().strip()

    def remove(self):
        shutil.rmtree(self._folder)


def prepare(data):
    """A data directory with one subnet, whose relay agent is the phones'."""
    data.do("migrate")
    data.do("subnet", "add", SUBNET, "--range", RANGE, "--relay", "127.0.0.2")
    server = start(data)
    server.wait_for("ready")
    server.signal(arena.signal.SIGTERM)
    assert server.wait() == 0, server.output()


def start(data, environment=None, roles="dhcp"):
    return arena.Process([
        arena.PROGRAM, "serve", "--only", roles, "--listen", "127.0.0.1", "--port-offset", str(OFFSET), "--data", data.path
    ], environment)


class Phones:
    """Some phones behind one relay agent, asking one after the other; what they were promised is kept."""

    def __init__(self, server, tries=3, patience=PATIENCE):
        self.promised = {}  # phone → (address, end of the lease: seconds since 1970)
        self.silent = []  # phones that got no answer
        self._tries, self._patience = tries, patience
        self._agent = RelayedDhcp(OFFSET)
        self._transaction = 0
        self._end = os.pidfd_open(server.pid)

    def close(self):
        self._agent.close()
        os.close(self._end)

    def is_server_gone(self):
        return bool(select.select([self._end], [], [], 0)[0])

    def _answer(self, mac):
        """(kind, address, options) for this phone and transaction; None when none comes in time or the server is gone."""
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            ready, _, _ = select.select([self._agent.socket, self._end], [], [], max(0.0, until - time.monotonic()))
            if self._agent.socket not in ready:
                return None
            packet = self._agent.socket.recv(2048)
            transaction, = struct.unpack_from("!I", packet, 4)
            if packet[28:34] == mac and transaction == self._transaction:
                options = options_of(packet)
                return options[53][0], socket.inet_ntoa(packet[16:20]), options
        return None

    def _ask(self, kind, mac, options=(), client="0.0.0.0"):
        self._transaction += 1
        for _ in range(self._tries):
            self._agent.send(kind, mac, self._transaction, options, client)
            answer = self._answer(mac)
            if answer or self.is_server_gone():
                return answer
        return None

    def _keep(self, index, asked_at, answer):
        """The end of the lease as a phone counts it: from when it asked."""
        if answer is None or answer[0] != ACK:
            self.silent.append(index)
            return None
        seconds, = struct.unpack("!I", answer[2][LEASE_TIME])
        self.promised[index] = (answer[1], asked_at + seconds)
        return seconds

    def lease(self, index):
        """DISCOVER to ACK. @return the lease time, None without an ACK."""
        mac = mac_of(index)
        offer = self._ask(DISCOVER, mac)
        if offer is None or offer[0] != OFFER:
            self.silent.append(index)
            return None
        asked_at = time.time()
        options = [(REQUESTED, socket.inet_aton(offer[1])), (SERVER_ID, offer[2][SERVER_ID])]
        return self._keep(index, asked_at, self._ask(REQUEST, mac, options))

    def renew(self, index, host_name):
        """Under another host name, so that there is something to store however young the lease is."""
        if index not in self.promised:
            return None
        asked_at = time.time()
        options = [(HOST_NAME, host_name.encode())]
        return self._keep(index, asked_at, self._ask(REQUEST, mac_of(index), options, self.promised[index][0]))

    def give_back(self, index, kind):
        """RELEASE or DECLINE: no answer comes."""
        if index not in self.promised:
            return
        address, _ = self.promised.pop(index)
        self._transaction += 1
        options = [(REQUESTED, socket.inet_aton(address))] if kind == DECLINE else []
        self._agent.send(kind, mac_of(index), self._transaction, options, "0.0.0.0" if kind == DECLINE else address)

    def morning(self):
        """Everything that makes the server write: new leases, renewals, a release, a conflict, leases again."""
        self.lease(0)
        self.lease(1)
        self.renew(0, "moved")
        self.give_back(1, RELEASE)
        self.lease(2)
        self.give_back(2, DECLINE)
        self.lease(2)
        self.lease(1)


def broken_promises(data, phones):
    """Sentences about leases that were acknowledged and are not in force any more, as the stored rows say."""
    rows = {row["address"]: row for row in data.ask("lease", "list")}
    found = []
    for index, (address, end) in phones.promised.items():
        row = rows.get(address)
        if row is None or row["mac"].replace(":", "").lower() != mac_of(index).hex():
            found.append(f"phone {index} was given {address}: {row}")
        elif seconds_of(row["expires"]) < end - 1:
            found.append(f"phone {index} may use {address} for {end - seconds_of(row['expires']):.0f} s longer: {row}")
    known = {mac_of(index).hex() for index in range(8)}
    found += [f"nobody asked for {row}" for row in rows.values() if row["mac"].replace(":", "").lower() not in known]
    return found


def seconds_of(text):
    """Of "2026-11-01T12:30:45.123Z", since 1970."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    moment = time.strptime(whole + " UTC", "%Y-%m-%dT%H:%M:%S %Z")
    return calendar.timegm(moment) + float("0." + (fraction or "0"))
