"""A place where the real program meets real clients: network namespaces of our own, torn down with the test.

The server lives in the test's namespace, on `phones0` (10.78.0.1/24); the clients live at the other end of the wire, on
`wire0`, which has no address until DHCP gives it one. Nobody outside notices, and no port is ever taken.
"""

import atexit
import ctypes
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SKIPPED = 77
DEADLINE = float(os.environ.get("DIALTONE_E2E_SECONDS", "40"))
PROGRAM = os.path.abspath(os.environ.get("DIALTONE", "build/release/dialtone"))
OUTPUT = os.path.abspath(os.environ.get("DIALTONE_E2E_OUTPUT", "build/e2e"))

SERVER = "10.78.0.1"
CIDR = "10.78.0.0/24"
SERVER_SIDE, CLIENT_SIDE = "phones0", "wire0"
PHONE_CLASS = "Cisco Systems, Inc. IP Phone CP-7965G"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def need(*commands):
    """Ends the test as skipped when a client is not installed."""
    missing = [name for name in commands if find(name) is None]
    if missing:
        skip(f"{', '.join(missing)} not installed (deploy/install-deps.sh test)")


def find(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def enter():
    """Runs this test again inside namespaces of its own; all its processes end with it."""
    if os.environ.get("DIALTONE_E2E_INSIDE"):
        return
    need("unshare", "nsenter", "ip")
    if not os.path.exists(PROGRAM):
        skip(f"{PROGRAM} is not built")
    private = ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
    for command in (private, [private[0], "--user", "--map-root-user", *private[1:]]):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            os.environ["DIALTONE_E2E_INSIDE"] = "1"
            os.execvp(command[0], [*command, sys.executable, *sys.argv])
    skip("neither root nor unprivileged user namespaces: no network of our own can be made")


def run(*command, check=True, timeout=DEADLINE, **options):
    """A command in the server's namespace, with its output as text."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def until(what, question, seconds=DEADLINE):
    """Asks until the answer is true, and returns it. For what announces itself by no event that we could wait for."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds:.0f} seconds")
        pause.wait(0.02)


def process_id(*words):
    """Of the process in our namespaces whose command line begins with the program and these words."""
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        if command[1:1 + len(words)] == list(words) and "dialtone" in os.path.basename(command[0]):
            return int(name)
    return None


class Process:
    """A child process whose output is read as it comes."""

    def __init__(self, command, environment=None):
        self.command = command
        self.lines = []
        self._news = queue.Queue()
        self._child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            errors="replace", env={**os.environ, **(environment or {})}
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        atexit.register(self.kill)

    @property
    def pid(self):
        return self._child.pid

    def _read(self):
        for line in self._child.stdout:
            self.lines.append(line.rstrip("\n"))
            self._news.put(line.rstrip("\n"))
        self._news.put(None)

    def output(self):
        return "\n".join(self.lines)

    def wait_for(self, words, seconds=DEADLINE):
        """The next line that holds `words`."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self._news.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line with {words!r} from {self.command}:\n{self.output()}") from None
            if line is None:
                raise AssertionError(f"{self.command} ended without a line with {words!r}:\n{self.output()}")
            if words in line:
                return line

    def signal(self, number):
        self._child.send_signal(number)

    def is_running(self):
        return self._child.poll() is None

    def wait(self, seconds=DEADLINE):
        """Its exit status, once it ended."""
        try:
            status = self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.command} does not end:\n{self.output()}") from None
        self._reader.join(seconds)
        return status

    def kill(self):
        if self.is_running():
            self._child.kill()
        self._child.wait()


class Server(Process):
    """`dialtone serve` under a service manager's eyes: ready when it says so."""

    def __init__(self, *arguments, without=None):
        """@param without  a capability that the process is not to have, such as "net_raw"."""
        self._folder = tempfile.mkdtemp(dir="/tmp")
        atexit.register(shutil.rmtree, self._folder, True)
        self._manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._manager.bind(os.path.join(self._folder, "notify"))
        os.chmod(self._folder, 0o711)  # a server that changes to another user tells, too
        os.chmod(os.path.join(self._folder, "notify"), 0o666)
        less = ["setpriv", f"--bounding-set=-{without}", f"--inh-caps=-{without}"] if without else []
        super().__init__([*less, PROGRAM, "serve", *arguments], {"NOTIFY_SOCKET": os.path.join(self._folder, "notify")})

    def wait_until(self, state, seconds=DEADLINE):
        """Waits for a message to the service manager, such as READY=1."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._manager.settimeout(0.2)
            try:
                told = self._manager.recv(4096).decode()
            except socket.timeout:
                if not self.is_running():
                    break
                continue
            if state in told.split("\n"):
                return
        raise AssertionError(f"the server did not say {state}:\n{self.output()}")

    def ready(self):
        self.wait_until("READY=1")
        return self

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.wait()


def hardware_address(interface, run_there=run):
    """The octets, for one of the server's interfaces or, with its `run`, of another namespace's."""
    link = json.loads(run_there("ip", "-json", "link", "show", interface).stdout)[0]
    return bytes.fromhex(link["address"].replace(":", ""))


class Namespace:
    """A network namespace of its own, for hosts that are not the server."""

    _libc = ctypes.CDLL(None, use_errno=True)

    def __init__(self):
        self._holder = Process(["unshare", "--net", "sh", "-c", "echo here; exec sleep infinity"])
        self._holder.wait_for("here")
        self.run("ip", "link", "set", "lo", "up")

    def holder_pid(self):
        """Of a process among the clients."""
        return self._holder.pid

    def close(self):
        """Takes the wire away, for the next one."""
        run("ip", "link", "del", SERVER_SIDE)
        self._holder.kill()

    def beyond(self, *command):
        """The command line that runs a command in there."""
        return ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net", find(command[0]) or command[0], *command[1:]]

    def run(self, *command, **options):
        return run(*self.beyond(*command), **options)

    def start(self, *command):
        return Process(self.beyond(*command))

    def add_link(self, name, peer, other=None):
        """A veth pair between here (`name`) and another namespace, or the server's (`peer`); both ends up."""
        run("ip", "link", "add", name, "netns", str(self._holder.pid), "type", "veth", "peer", "name", peer)
        self.run("ip", "link", "set", name, "up")
        if other is not None:
            run("ip", "link", "set", peer, "netns", str(other._holder.pid))
        (run if other is None else other.run)("ip", "link", "set", peer, "up")

    def perfdhcp(self, interface, phones, rate=150, seconds=2):
        """Phones that ask for leases by broadcast; (sent, received) of DISCOVER to OFFER and of REQUEST to ACK."""
        done = self.run(
            "perfdhcp", "-4", "-l", interface, "-B", "-r", str(rate), "-R", str(phones), "-p", str(seconds), "-g", "single",
            "-o", f"60,{PHONE_CLASS.encode().hex()}", "-W", "500000", "all", check=False, timeout=60
        )
        counts = re.findall(r"sent packets: (\d+)\nreceived packets: (\d+)\n", done.stdout)
        if len(counts) != 2:
            raise AssertionError(f"perfdhcp: {done.stdout}{done.stderr}")
        return [(int(sent), int(received)) for sent, received in counts]

    def inside(self, make):
        """Calls `make` in there: a socket that it opens stays there."""
        with open("/proc/thread-self/ns/net", "rb") as home, open(f"/proc/{self._holder.pid}/ns/net", "rb") as there:
            self._enter(there)
            try:
                return make()
            finally:
                self._enter(home)

    def _enter(self, namespace):
        clone_newnet = 0x40000000
        if self._libc.setns(namespace.fileno(), clone_newnet) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def hardware_address(self, interface):
        return hardware_address(interface, self.run)


class Wire(Namespace):
    """A veth pair: the server's end here, the clients' end in a namespace of its own."""

    def __init__(self):
        super().__init__()
        run("ip", "link", "set", "lo", "up")
        self.add_link(CLIENT_SIDE, SERVER_SIDE)
        run("ip", "address", "add", SERVER + "/24", "dev", SERVER_SIDE)

    def give_address(self, address):
        """For clients that take no lease."""
        self.run("ip", "address", "replace", address + "/24", "dev", CLIENT_SIDE)

    def forget_addresses(self):
        self.run("ip", "address", "flush", "dev", CLIENT_SIDE)

    def remove(self):
        """So that another can be made."""
        run("ip", "link", "delete", SERVER_SIDE)


class Capture:
    """Everything that crosses one interface, kept in build/e2e, and what a dissector thinks of it."""

    MALFORMED = "_ws.malformed or _ws.expert.severity == 8388608"

    def __init__(self, interface, name, decode_as=(), beyond=None):
        """@param beyond the Wire whose clients' side the interface is on."""
        os.makedirs(OUTPUT, exist_ok=True)
        self.path = os.path.join(OUTPUT, name + ".pcapng")
        self._decode_as = [word for rule in decode_as for word in ("-d", rule)]
        dumpcap = ["dumpcap", "-i", interface, "-B", "64", "-q", "-w", self.path]
        self._dumper = Process(beyond.beyond(*dumpcap) if beyond else dumpcap)
        self._dumper.wait_for("File:")

    def stop(self):
        if self._dumper.is_running():
            self._dumper.signal(signal.SIGINT)
            self._dumper.wait()

    def frames(self, condition, *fields):
        """Rows of the frames that fulfil a display filter."""
        words = [word for field in fields or ("frame.number",) for word in ("-e", field)]
        is_growing = self._dumper.is_running()
        done = run(
            "tshark", "-n", "-r", self.path, *self._decode_as, "-Y", condition, "-T", "fields", *words,
            env={**os.environ, "HOME": OUTPUT}, timeout=300, check=not is_growing
        )
        # A capture under way may end in the middle of a packet, of which tshark complains with status 2.
        if done.returncode not in (0, 2):
            raise AssertionError(f"tshark ended with {done.returncode}: {done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def malformed(self, sender=None):
        """What the dissector calls malformed or an error. @param sender the address of the one whose frames matter."""
        return self.frames(
            self.MALFORMED if sender is None else f"ip.src == {sender} && ({self.MALFORMED})",
            "frame.number", "_ws.col.Protocol", "_ws.col.Info", "_ws.expert.message"
        )


class DataDirectory:
    """A data directory, and commands that work on it."""

    def __init__(self, folder="/tmp"):
        self.path = tempfile.mkdtemp(prefix="dialtone-e2e-", dir=folder)
        atexit.register(shutil.rmtree, self.path, True)

    def do(self, *words, check=True):
        return run(PROGRAM, *words, "--data", self.path, check=check)

    def ask(self, *words):
        """What a listing command answers with --json."""
        return json.loads(self.do(*words, "--json").stdout)


def main():
    """Runs the tests of the calling file."""
    unittest.main(module="__main__", verbosity=2, failfast=False)
