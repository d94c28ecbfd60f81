"""nginx as load balancer, by the file that the manual has for it."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from apps import PATIENCE
from families import serving
from interpreters import ROOT
from need import skip_or_fail

HERE = Path(__file__).resolve().parent
HOWTO = ROOT / "docs" / "code" / "howto"
CLIENTS = 6

# What Debian's own file has around those of conf.d, as far as nobody but the user is needed for it.
AROUND = """
daemon off; pid nginx.pid; error_log stderr; worker_processes 1; events {}
http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u;
       scgi_temp_path s; include picoweb.conf; }
"""


@pytest.fixture(scope="module")
def nginx():
    found = subprocess.run([sys.executable, ROOT / "tools" / "nginx"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           text=True)
    if found.returncode:
        skip_or_fail(found.stderr.strip())
    return found.stdout.strip()


@contextlib.contextmanager
def machine(folder, name):
    """A process that serves app_asgi.py, as a machine of its own would. Gives the process and its port."""
    words = ["-m", "picoweb", "run", HERE / "app_asgi.py", "--workers", 1, "--debug", 1, "--port"]
    with serving(lambda port: [*words, port], folder / name) as found:
        yield found


@contextlib.contextmanager
def balancer(nginx, folder, ports):
    """nginx before servers at these ports. Gives its port."""
    config = (HOWTO / "nginx.conf").read_text()
    for address, port in zip(re.findall(r"[\d.]+:8081", config), ports):
        config = config.replace(address, f"127.0.0.1:{port}")
    user = "" if os.geteuid() else "user root root;"  # else nobody, who cannot write to the folder
    (folder / "nginx.conf").write_text(user + AROUND)
    def command(port):
        (folder / "picoweb.conf").write_text(config.replace("listen 80;", f"listen 127.0.0.1:{port};"))
        return [nginx, "-p", folder, "-c", "nginx.conf"]

    with serving(command, folder / "nginx.log") as (_, port):
        yield port


class Load(threading.Thread):
    """A client that asks, one request after another, until it is told to stop."""

    stop = False

    def __init__(self, port, method, path):
        super().__init__()
        self.port = port
        self.ask = method, path
        self.answers = []
        self.start()

    def run(self):
        while not self.stop:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request(*self.ask)
                answer = connection.getresponse()
                self.answers.append((answer.status, answer.read()))
            except (OSError, http.client.HTTPException) as error:
                self.answers.append((0, repr(error)))
            connection.close()

    def failed(self):
        return [each for each in self.answers if each[0] != 200]


def test_a_machine_that_fails_under_load(nginx, tmp_path):
    with machine(tmp_path, "one") as (victim, one), machine(tmp_path, "two") as (_, two):
        with balancer(nginx, tmp_path, [one, two]) as port:
            clients = [Load(port, "GET" if n % 2 else "POST", "/slow" if n < 2 else "/pid") for n in range(CLIENTS)]
            until = time.monotonic() + PATIENCE
            pids = set()
            while len(pids) < 2 or min(len(each.answers) for each in clients) < 5:
                pids = {text for each in clients[2:] for _, text in list(each.answers)}
                assert time.monotonic() < until, [each.answers[-3:] for each in clients]
                time.sleep(0.05)
            victim.send_signal(signal.SIGKILL)
            counts = [len(each.answers) for each in clients]
            while min(len(each.answers) - count for each, count in zip(clients, counts)) < 10:
                assert time.monotonic() < until
                time.sleep(0.05)
            for each in clients:
                each.stop = True
            for each in clients:
                each.join()
    failed = [each.failed() for each in clients]
    # A client has one request under way at a time: no other can have been on the machine that failed.
    assert all(len(each) <= 1 for each in failed), failed
    assert [each for each, client in zip(failed, clients) if client.ask[0] == "GET" and each] == []


def test_events_and_content_pass(nginx, tmp_path):
    with machine(tmp_path, "one") as (_, one), balancer(nginx, tmp_path, [one, one]) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("POST", "/echo", bytes(300000))
        assert connection.getresponse().read() == bytes(300000)
        connection.request("GET", "/events")
        answer = connection.getresponse()
        while answer.readline() != b"data: hello\n":
            pass
        answer.close()
        connection.close()
        until = time.monotonic() + PATIENCE
        while "ended\n" not in (tmp_path / "one").read_text():
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.parametrize("server", ["uvicorn", "hypercorn", "granian"])
def test_the_app_of_the_manual_behind_each_server(server, tmp_path):
    """The commands on the page, with one process."""
    page = (ROOT / "docs" / "howto" / "scale.rst").read_text()
    [command] = re.findall(rf"^   \$ ({server} .*)$", page, re.M)
    folder = shutil.copytree(HOWTO, tmp_path / "app")

    def words(port):
        return ["-m", *command.replace("8081", str(port)).replace("--workers 4", "--workers 1").split()]

    with serving(words, tmp_path / "log", folder) as (_, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.read() == b"hello\n" and len(answer.headers.get_all("Date")) == 1  # the server's
        connection.close()
