"""The servers that are measured beside each other: how each is configured for the same network and started on one core.

Every class here is a running server: constructing it starts the process in a fresh directory and returns once its port
is bound; stop() ends it. All serve 10.64.0.0/10 with leases from 10.80.0.0/14, or the same directory of files.
"""

import json
import os
import shutil
import signal
import tempfile

import arena

SERVER, CLIENTS = arena.SERVER, "10.78.0.2"
SUBNET, FIRST, LAST = "10.64.0.0/10", "10.80.0.0", "10.83.255.255"
CORE = 0


def tool(name):
    """One of our own programs, beside `dialtone` in the build tree."""
    return os.path.join(os.path.dirname(arena.PROGRAM), "tests", "bench", "load", name)


class Site:
    """What all servers are given: a data directory with phones in it, and the same files in a plain directory."""

    def __init__(self, phones):
        self.phones = phones
        self.root = tempfile.mkdtemp(prefix="dialtone-peers-", dir=os.environ.get("DIALTONE_PEERS_DIR", "/tmp"))
        self.data = os.path.join(self.root, "data")
        self.fixed = os.path.join(self.data, "tftpboot")  # what Dialtone serves as it lies there
        self.plain = os.path.join(self.root, "plain")  # what the others serve: the same, and what Dialtone generates
        os.makedirs(self.fixed)
        os.makedirs(self.plain)
        arena.run(tool("make_site"), self.data, "bench", SERVER, str(phones), timeout=300)
        for name, octets in (("load.bin", 8 << 20), ("dialplan.xml", 1500)):
            with open(os.path.join(self.fixed, name), "wb") as file:
                file.write(os.urandom(octets))
            shutil.copy(os.path.join(self.fixed, name), self.plain)

    def scratch(self):
        """A directory for one run of one server."""
        return tempfile.mkdtemp(dir=self.root)

    def remove(self):
        shutil.rmtree(self.root, True)


def is_bound(port, kind="udp"):
    """Whether somebody in this namespace listens on the port."""
    with open(f"/proc/net/{kind}", encoding="ascii") as table:
        rows = [line.split() for line in list(table)[1:]]
    listening = "0A" if kind == "tcp" else "07"
    return any(int(row[1].split(":")[1], 16) == port and row[3] == listening for row in rows)


class Peer(arena.Process):
    """A server under test, on its core."""

    name = "?"
    program = "?"
    share = 1  # of the load that it can be measured with
    at_once = 512  # DHCP exchanges under way: what it does best with, and its receive buffer holds

    @classmethod
    def missing(cls):
        """Why it cannot be measured here; empty when it can."""
        return "" if arena.find(cls.program) else "not installed (deploy/install-deps.sh bench)"

    def __init__(self, command, port, kind="udp", environment=None):
        super().__init__(["taskset", "-c", str(CORE), *command], environment)
        arena.until(f"{self.name} is up", lambda: self._is_up(port, kind))

    def _is_up(self, port, kind):
        if not self.is_running():
            raise AssertionError(f"{self.name} ended:\n{self.output()}")
        return is_bound(port, kind)

    def processor_seconds(self):
        """User and system time of the server and of the children that it has waited for."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.signal(signal.SIGTERM)
        try:
            self.wait(10)
        except AssertionError:
            self.kill()


class Dialtone(Peer):
    name = "dialtone"

    @classmethod
    def missing(cls):
        return "" if os.path.exists(arena.PROGRAM) else f"{arena.PROGRAM} is not built"

    def __init__(self, site, port, kind="udp", lease_seconds=3600):
        self._data = os.path.join(site.scratch(), "data")
        shutil.copytree(site.data, self._data)
        arena.run(
            arena.PROGRAM, "subnet", "add", SUBNET, "--range", f"{FIRST}-{LAST}", "--router", SERVER, "--dns", SERVER,
            "--lease", str(lease_seconds),
            "--probe", "off",  # as for the others: the load's namespace answers ARP for every address it may be leased
            "--data", self._data
        )
        super().__init__(
            [arena.PROGRAM, "serve", "--node", "bench", "--data", self._data, "--files", site.fixed], port, kind
        )
        self.wait_for("ready")


class DialtoneDhcp(Dialtone):
    def __init__(self, site, lease_seconds=3600):
        super().__init__(site, 67, lease_seconds=lease_seconds)


class DialtoneTftp(Dialtone):
    def __init__(self, site):
        super().__init__(site, 69)


class DialtoneHttp(Dialtone):
    port = 6970

    def __init__(self, site):
        super().__init__(site, self.port, "tcp")


class Kea(Peer):
    """With its file store (memfile), as Debian packages it, saying nothing but fatal errors."""

    name, program, at_once = "kea", "kea-dhcp4", 64
    threads = False

    def __init__(self, site, lease_seconds=3600):
        folder = site.scratch()
        settings = {
            "interfaces-config": {"interfaces": [f"{arena.SERVER_SIDE}/{SERVER}"], "dhcp-socket-type": "udp"},
            "lease-database": {"type": "memfile", "persist": True, "name": f"{folder}/leases.csv", "lfc-interval": 0},
            "valid-lifetime": lease_seconds,
            "multi-threading": {"enable-multi-threading": self.threads},
            "option-def": [{"name": "servers", "code": 150, "type": "ipv4-address", "array": True, "space": "dhcp4"}],
            "option-data": [
                {"name": "routers", "data": SERVER},
                {"name": "domain-name-servers", "data": SERVER},
                {"name": "servers", "data": SERVER},
                {"name": "tftp-server-name", "data": SERVER},
            ],
            "subnet4": [{"subnet": SUBNET, "pools": [{"pool": f"{FIRST} - {LAST}"}]}],
            "loggers": [
                {"name": "kea-dhcp4", "severity": "FATAL", "output_options": [{"output": "stdout"}]},
            ],
        }
        path = os.path.join(folder, "kea.json")
        with open(path, "w", encoding="ascii") as file:
            json.dump({"Dhcp4": settings}, file)
        super().__init__(
            ["kea-dhcp4", "-c", path], 67, environment={"KEA_LOCKFILE_DIR": folder, "KEA_PIDFILE_DIR": folder}
        )


class KeaThreads(Kea):
    name, threads = "kea (threads)", True


class Dhcpd(Peer):
    """It flushes its lease file for every ACK, and searches large ranges from end to end."""

    name, program, share, at_once = "isc-dhcpd", "dhcpd", 0.05, 16

    def __init__(self, site, lease_seconds=3600):
        folder = site.scratch()
        path, leases = os.path.join(folder, "dhcpd.conf"), os.path.join(folder, "leases")
        with open(path, "w", encoding="ascii") as file:
            file.write(
                f"authoritative; ping-check false; log-facility local7;\n"
                f"default-lease-time {lease_seconds}; max-lease-time {lease_seconds}; min-lease-time {lease_seconds};\n"
                "option servers code 150 = array of ip-address;\n"
                "subnet 10.64.0.0 netmask 255.192.0.0 {\n"
                f"  range {FIRST} 10.80.63.255; option routers {SERVER}; option domain-name-servers {SERVER};\n"
                f"  option servers {SERVER}; option tftp-server-name \"{SERVER}\";\n}}\n"
            )
        with open(leases, "w", encoding="ascii"):
            pass
        super().__init__(
            ["dhcpd", "-f", "-q", "-cf", path, "-lf", leases, "-pf", os.path.join(folder, "pid"), arena.SERVER_SIDE], 67
        )


class DnsmasqDhcp(Peer):
    """It writes its whole lease file at every lease, so that it grows slower with each."""

    name, program, share, at_once = "dnsmasq", "dnsmasq", 0.05, 64

    def __init__(self, site, lease_seconds=3600):
        folder = site.scratch()
        super().__init__(
            [
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--port=0", "--quiet-dhcp",
                f"--dhcp-range={FIRST},{LAST},255.192.0.0,{lease_seconds}", "--dhcp-lease-max=1000000",
                f"--dhcp-option=150,{SERVER}", f"--dhcp-option=66,{SERVER}", f"--dhcp-option=3,{SERVER}",
                f"--dhcp-leasefile={folder}/leases", "--no-ping", "--dhcp-authoritative", "--pid-file="
            ],
            67
        )


class DnsmasqTftp(Peer):
    name, program = "dnsmasq", "dnsmasq"

    def __init__(self, site):
        super().__init__(
            [
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--port=0", "--enable-tftp",
                f"--tftp-root={site.plain}", "--tftp-max=10000", "--quiet-tftp", "--pid-file="
            ],
            69
        )


class Atftpd(Peer):
    name, program = "atftpd", "atftpd"

    def __init__(self, site):
        super().__init__(
            [
                "atftpd", "--daemon", "--no-fork", "--user", "root", "--group", "root", "--bind-address", SERVER,
                "--no-multicast", "--maxthread", "1000", "--verbose=0", site.plain
            ],
            69
        )


class TftpdHpa(Peer):
    """Its package and atftpd's, which also has an in.tftpd, exclude each other: DIALTONE_TFTPD_HPA names an unpacked one."""

    name = "tftpd-hpa"
    program = os.environ.get("DIALTONE_TFTPD_HPA", "in.tftpd")

    @classmethod
    def missing(cls):
        if arena.find(cls.program) and "tftp-hpa" in arena.run(cls.program, "-V", check=False).stdout:
            return ""
        return "not installed (apt-get download tftpd-hpa, dpkg -x it, name its in.tftpd in DIALTONE_TFTPD_HPA)"

    def __init__(self, site):
        super().__init__(
            [self.program, "-L", "--address", f"{SERVER}:69", "--secure", "--user", "root", site.plain], 69
        )


class Nginx(Peer):
    name, program, port = "nginx", "nginx", 8069

    def __init__(self, site):
        folder = site.scratch()
        path = os.path.join(folder, "nginx.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write(
                f"daemon off; worker_processes 1; user root; pid {folder}/pid; error_log stderr error;\n"
                "events { worker_connections 1024; }\n"
                "http {\n"
                "  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; keepalive_timeout 65;\n"
                f"  server {{ listen {SERVER}:{self.port}; root {site.plain}; }}\n}}\n"
            )
        super().__init__(["nginx", "-c", path, "-p", folder], self.port, "tcp")

    def processor_seconds(self):
        """The worker does the work."""
        total = super().processor_seconds()
        for name in os.listdir("/proc"):
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[1] == str(self.pid):
                total += sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
        return total
