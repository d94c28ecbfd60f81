"""Runs the apps of bench/ on MicroPython 1.25, 32 bits, and talks to them over real sockets.

A Stage is a folder laid out as a board's file system is, from sources or compiled; a Server is a
process in it. Nothing here knows what the apps answer (workloads.py does) or what is measured.
"""
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from debian import Unavailable
from figures import Broken
from mpy import compile_module

HOME = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
ENVIRONMENT = {"MICROPYPATH": ".frozen:lib"}  # asyncio is frozen; nothing of the machine's gets in
PATIENCE = 240  # seconds until a server that does not listen or end counts as broken
ANSWER_TIME = 90  # seconds until an answer that does not come counts as broken


def micropython():
    """Return the path of the interpreter that is measured: 1.25, 32 bits as on a board."""
    done = subprocess.run([sys.executable, HOME / "tools" / "micropython", "--bits=32", "--version=1.25"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Unavailable(done.stderr.strip().split("tools/micropython: ")[-1])
    return Path(done.stdout.strip())


FOR_COMPUTERS = ("host", "__main__.py", "types.py")


class Stage:
    """A folder with the named apps and their files on top, and the packages in lib/, as on a board.

    An app is a file of bench/apps, or one of `sources`: a dict of its name and its text. Compiled, it holds no .py
    file of either: MicroPython would take that one first.
    """

    def __init__(self, folder, apps, compiled=False, sources=None, packages=(HOME / "picoweb",)):
        self.folder = folder
        shutil.copytree(HOME / "bench" / "apps", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        for app in apps:
            shutil.copy(HOME / "bench" / "apps" / f"{app}.py", folder)
        for name, text in (sources or {}).items():
            (folder / f"{name}.py").write_text(text)
        (folder / "lib").mkdir()
        for package in packages:
            self._copy(package)
        self.modules = self._modules()
        if compiled:
            self._compile()
        for helper in ("probe.py", "from_rom.py", "shifted.py"):
            shutil.copy(HOME / "bench" / helper, folder)

    def _copy(self, package):
        if package.is_file():
            shutil.copy(package, self.folder / "lib")
            return
        for source in sorted(package.rglob("*")):
            place = source.relative_to(package)
            if source.suffix in (".py", ".mpy") and place.parts[0] not in FOR_COMPUTERS:
                target = self.folder / "lib" / package.name / place
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)

    def _modules(self):
        """Return the names of the modules in the package, without its own in front."""
        package = self.folder / "lib" / "picoweb"
        names = [".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")]
        return sorted(name.removesuffix(".__init__") for name in names if name != "__init__")

    def _compile(self):
        self.compile_templates()
        lib = self.folder / "lib"
        for source in lib.rglob("*.py"):
            name = ".".join(source.relative_to(lib).with_suffix("").parts)
            compile_module(source, source.with_suffix(".mpy"), name.replace(".__init__", ""))
            source.unlink()
        for source in [*self.folder.glob("*.py"), *self.folder.glob("**/*_tpl.py")]:
            compile_module(source, source.with_suffix(".mpy"), source.name, lines=True)
            source.unlink()

    def compile_templates(self):
        subprocess.run([sys.executable, "-m", "picoweb", "compile-templates", self.folder / "templates"],
                       cwd=HOME, check=True, stdout=subprocess.DEVNULL)
        for template in self.folder.glob("templates/*.tpl"):
            template.unlink()

    def make_image(self):
        """Make image.romfs of what a compiled stage has: for bench/from_rom.py."""
        with tempfile.TemporaryDirectory() as scratch:
            image = Path(scratch, "image.romfs")
            done = subprocess.run([sys.executable, "-m", "mpremote", "romfs", "--output", image, "build", self.folder],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode or not image.exists():
                raise Unavailable(f"mpremote makes no image: {done.stdout.strip()[-500:]}")
            shutil.copy(image, self.folder)

    def run(self, *command):
        """Run a command that ends by itself, in the folder; return what it printed."""
        try:
            done = subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, timeout=PATIENCE,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        except subprocess.TimeoutExpired:
            raise Broken("it does not end")
        if done.returncode:
            raise Broken(done.stdout.strip())
        return done.stdout


class Server:
    """A server started in a stage by `command` and a free port; a context manager that ends it."""

    def __init__(self, stage, *command, environment=ENVIRONMENT):
        self.port = free_port()
        self.log = stage.folder / "log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([*command, str(self.port)], cwd=stage.folder, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self):
        try:
            self.wait_for(self.listening, "it does not listen")
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *exc):
        self.end()

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait_for(self, condition, otherwise):
        """Wait until condition() is true; raise Broken when the server ends first or time is up."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if self.process.poll() is not None:
                raise Broken(f"the server ended{self.last_words()}")
            if time.monotonic() > deadline:
                raise Broken(otherwise + self.last_words())
            time.sleep(0.0005)

    def listening(self):
        """Tell whether the port is open, without the connection that trying it would cost the server."""
        return f":{self.port:04X} 00000000:0000 0A " in Path("/proc/net/tcp").read_text()

    def settle(self):
        """Wait until the server sleeps: it has done all it had to do, and the next request finds it waiting."""
        self.wait_for(self.asleep, "it does not come to rest")

    def asleep(self):
        state = Path(f"/proc/{self.process.pid}/stat").read_text()
        return state[state.rindex(")") + 2] == "S"

    def last_words(self):
        """Return the end of what the server printed, as something to put behind a sentence."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "".join(f"\n    {line}" for line in lines[-12:])

    def last_reading(self):
        """Return the last number that bench/probe.py printed, and how many there were."""
        readings = re.findall(r"^heap (\d+)$", self.log.read_text(), re.M)
        return int(readings[-1]) if readings else None, len(readings)

    def last_modules(self):
        """Return the names of the modules that were loaded when bench/probe.py, told so, printed them last."""
        return self.log.read_text().split("modules ")[-1].partition("heap ")[0].split()

    @contextmanager
    def connections(self, count=1):
        """Connect `count` times, and close in the end. What goes wrong with them meanwhile makes the server Broken."""
        opened = []
        try:
            for _ in range(count):
                opened.append(socket.create_connection((HOST, self.port), timeout=ANSWER_TIME))
            yield opened
        except (OSError, HTTPException) as error:
            raise Broken(f"{type(error).__name__}: {error}{self.last_words()}")
        finally:
            for connection in opened:
                connection.close()

    def ask(self, *exchanges):
        """Do exchanges at the same time, each over a connection of its own, which the server has to close.

        All are connected before the first request goes out.
        """
        with self.connections(len(exchanges)) as connections:
            for connection, exchange in zip(connections, exchanges):
                connection.sendall(exchange.request)
            for connection, exchange in zip(connections, exchanges):
                receive_last(connection, exchange)

    def ask_promptly(self, exchange):
        """Do an exchange whose request is there as soon as the server learns of the connection."""
        self.settle()
        self.process.send_signal(signal.SIGSTOP)
        with self.connections() as [connection]:
            connection.sendall(exchange.request)
            self.process.send_signal(signal.SIGCONT)
            receive_last(connection, exchange)

    def ask_late(self, exchange):
        """Do an exchange whose request comes when the server already waits for it."""
        self.settle()
        with self.connections() as [connection]:
            self.settle()
            connection.sendall(exchange.request)
            receive_last(connection, exchange)


def receive(connection, exchange):
    """Read one answer, compare it with the one expected, and return it."""
    answer = HTTPResponse(connection, method=exchange.method)
    answer.begin()
    exchange.compare(answer.status, answer.read())
    answer.close()
    return answer


def receive_last(connection, exchange):
    """Read one answer, after which the server has to close the connection."""
    receive(connection, exchange)
    if connection.recv(1):
        raise Broken("the server sent more than one answer")


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
