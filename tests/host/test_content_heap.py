"""The longest content that a board takes, in the heap of a small one: the app as `picoweb build` makes it."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from interpreters import micropython  # noqa: E402

import apps  # noqa: E402
from need import skip_or_fail  # noqa: E402
from picoweb.host.cli.parser import main  # noqa: E402

MOST = 16384  # bytes, as `limits.body` has it on a board
NUMBERS = b"[%s1]" % (b"1234567," * 2047 + b" " * 5)
FIELDS = b"Host: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % MOST


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("content") / "board"
    assert not main(["build", str(HERE / "app_content.py"), "--out", str(folder)])
    return folder


@pytest.mark.parametrize("heap, path, content, answer", [
    (64, b"/body", b"x" * MOST, b"16384 True"), (80, b"/body", b"x" * MOST, b"16384 True"),
    (64, b"/json", NUMBERS, b"2048"), (84, b"/json", b'"%s"' % (b"a" * (MOST - 2)), b"16382"),
])
def test_the_longest_content(built, tmp_path, heap, path, content, answer):
    runtime = micropython("1.25", 32)
    if not runtime.command:
        skip_or_fail(runtime.why)
    assert len(content) == MOST

    def start(port, output):
        words = [runtime.command[0], "-X", f"heapsize={heap}k", "main.py", str(port)]
        return subprocess.Popen(words, cwd=built, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    with apps.serving(start, tmp_path / "log") as (_, port):
        for _ in range(3):
            assert ask(port, b"POST %s HTTP/1.1\r\n" % path + FIELDS + content).endswith(b"\r\n\r\n" + answer)


def ask(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=apps.PATIENCE) as s:
        s.sendall(request)
        return b"".join(iter(lambda: s.recv(4096), b""))
