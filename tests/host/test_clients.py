"""Clients that people use: curl, Python's http.client, httpx and httpx-sse, and Node's fetch."""

import asyncio
import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import httpx_sse
import pytest

import served
from need import skip_or_fail
from served import PATIENCE, eventually, on_runtimes

HERE = Path(__file__).resolve().parent
NODEJS = HERE.parent.parent / "tools" / "nodejs"
PATTERN = bytes(range(256)) * 8000
KB100 = PATTERN[:100_000]
FIELDS = {"name": "Zoë & <Ann>", "text": "100% + 1;\r\n= “two” 👋", "seeds": ["basil", "mint"], "empty": ""}


@pytest.fixture(scope="module", params=served.LOOPS, ids=served.LOOP_NAMES)
def port(request, tmp_path_factory):
    """The port where the app is served; nothing may go wrong there."""
    runtime, modules = request.param
    log = tmp_path_factory.mktemp("exchange") / "log"
    with served.app(runtime, "app_exchange", log, modules) as (_, port):
        yield port
    assert "Traceback" not in log.read_text(), log.read_text()


def url(port, path):
    return f"http://127.0.0.1:{port}{path}"


# curl


def curl(*words, data=None):
    """What curl writes, as bytes."""
    if not shutil.which("curl"):
        skip_or_fail("curl is missing")
    command = ["curl", "--disable", "--silent", "--show-error", "--noproxy", "*", "--max-time", str(PATIENCE), *words]
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_curl_downloads(port):
    for path in ("/bytes/100000", "/chunks/100000"):
        assert curl(url(port, path)) == KB100
        assert curl("--http1.0", url(port, path)) == KB100
    assert curl(url(port, "/bytes/0")) == curl(url(port, "/chunks/0")) == b""


def test_curl_uploads(port):
    binary = "--header", "Content-Type: application/x-test", "--data-binary", "@-"
    waits = "--header", "Expect: 100-continue", "--expect100-timeout", "15"
    chunked = "--header", "Transfer-Encoding: chunked"
    piped = "--upload-file", "-"
    for options in (binary, binary + waits, binary + chunked, binary + chunked + waits, piped, piped + waits):
        assert curl(*options, url(port, "/echo"), data=KB100) == KB100
    head = curl(*binary, *waits, "--include", url(port, "/echo"), data=b"seed")
    assert head.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n") and head.endswith(b"\r\n\r\nseed")
    counted = curl(*binary, url(port, "/count"), data=PATTERN)  # so long that curl itself expects a 100
    assert json.loads(counted) == {"size": len(PATTERN), "sum": sum(PATTERN)}


def test_curl_keeps_a_connection(port):
    answers = curl("--write-out", r"\n%{num_connects}\n", url(port, "/who?[1-20]")).decode().splitlines()
    assert len({json.loads(answer)["peer"] for answer in answers[::2]}) == 1
    assert answers[1::2] == ["1"] + ["0"] * 19
    # An answer to HEAD and one without content leave the connection where it was.
    words = []
    for path in ("bytes/5000", "nothing", "chunks/5", "chunks/5000", "nowhere", "bytes/2"):
        head = ["--head"] if "5000" in path else []
        words += ["--next", "--silent", *head, "--write-out", r"|%{http_code} %{num_connects}|", url(port, "/" + path)]
    said = curl(*words[1:])
    assert re.findall(rb"\|(.*?)\|", said) == [b"200 1", b"204 0", b"200 0", b"200 0", b"404 0", b"200 0"]
    assert b"Content-Length: 5000\r\n" in said and said.endswith(b"\x00\x01|200 0|")


def test_curl_at_once(port, tmp_path):
    curl("--parallel", "--parallel-max", "6", "--output", str(tmp_path / "#1"), url(port, "/chunks/[20001-20020]"))
    for size in range(20001, 20021):
        assert (tmp_path / str(size)).read_bytes() == PATTERN[:size]


def test_curl_offers_http2(port):
    said = curl("--http2", "--include", url(port, "/bytes/3"))
    assert said.startswith(b"HTTP/1.1 200 OK\r\n") and said.endswith(b"\r\n\r\n\x00\x01\x02")


def test_curl_sends_forms(port):
    words = []
    for name, value in FIELDS.items():
        for each in value if isinstance(value, list) else [value]:
            words += ["--data-urlencode", f"{name}={each}"]
    assert json.loads(curl(*words, url(port, "/form"))) == FIELDS
    asked = json.loads(curl("--get", *words, url(port, "/query")))
    assert asked == {"path": "/query", "args": FIELDS}
    plain_json = "--header", "Content-Type: application/json", "--data-binary", json.dumps(FIELDS, ensure_ascii=False)
    assert json.loads(curl(*plain_json, url(port, "/json"))) == {"sent": FIELDS}
    assert curl("--form", "name=x", url(port, "/form")) == b"415 Unsupported Media Type: not a form\n"


def test_curl_keeps_cookies(port, tmp_path):
    jar = "--location", "--cookie", str(tmp_path / "jar"), "--cookie-jar", str(tmp_path / "jar")
    set_all = {"plant": "mint", "pot": "7", "shelf": "a/b"}
    assert json.loads(curl(*jar, url(port, "/cookies/set"))) == set_all
    assert json.loads(curl(*jar, url(port, "/cookies"))) == set_all
    assert json.loads(curl(*jar, url(port, "/cookies/delete"))) == {"plant": "mint", "shelf": "a/b"}


def test_curl_follows_redirects(port):
    for status in (301, 302, 303):
        asked = json.loads(curl("--location", "--header", "X-Field: a", "--data", "x=1", url(port, f"/moved/{status}")))
        assert (asked["method"], asked["field"]) == ("GET", "a")
    for status in (307, 308):
        moved = curl("--location", "--data-binary", "@-", url(port, f"/moved/{status}"), data=KB100[:9000])
        assert moved == KB100[:9000]


@on_runtimes
def test_curl_gets_events(runtime, tmp_path):
    with served.app(runtime, "app_events", tmp_path / "log") as (_, port):
        said = curl("--no-buffer", url(port, "/kinds"))
    assert said.startswith(b": \n\ndata: plain\n\nid: 1\ndata:  two\ndata: \ndata: lines \ndata: \n\n")
    assert "\n\nevent: Größe\ndata: Žluťoučký kůň 👋\n\n".encode() in said
    assert said.endswith("\nid: ü 7: 👋\nretry: 50\ndata: end\n\n".encode())


# http.client


@pytest.fixture
def connection(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    yield connection
    connection.close()


def ask(connection, method, path, body=None, **headers):
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response, response.read()


def test_http_client_keeps_a_connection(connection):
    connection.connect()
    sock = connection.sock
    for size in range(0, 60_000, 3000):
        assert ask(connection, "GET", f"/bytes/{size}")[1] == PATTERN[:size]
        assert ask(connection, "GET", f"/chunks/{size}")[1] == PATTERN[:size]
        content = PATTERN[: size // 4]  # within limits.drain: it is answered while it is read
        assert ask(connection, "POST", "/echo", content)[1] == content
        assert connection.sock is sock


def test_http_client_sends_pieces(connection):
    for sizes in ([1] * 300, [99_999, 1], [1024] * 97, [0, 5, 0]):
        total = sum(sizes)
        pieces = iter([PATTERN[sum(sizes[:n]) : sum(sizes[: n + 1])] for n in range(len(sizes))])
        response, content = ask(connection, "POST", "/echo", pieces)
        assert content == PATTERN[:total] and response.headers["Transfer-Encoding"] == "chunked"


def test_http_client_sees_every_field(connection):
    response, content = ask(connection, "GET", "/cookies/set")
    assert (response.status, response.headers["Location"], content) == (302, "/cookies", b"")
    assert response.headers.get_all("Set-Cookie") == [
        "plant=mint; Path=/", "pot=7; Path=/; HttpOnly", "shelf=a/b; Max-Age=600; Path=/; SameSite=Lax"]
    response, content = ask(connection, "HEAD", "/bytes/77")
    assert (response.headers["Content-Length"], content) == ("77", b"")
    response, content = ask(connection, "POST", "/who", b"unread" * 1000, **{"x-field": " seen "})
    assert json.loads(content)["field"] == "seen"
    response, content = ask(connection, "DELETE", "/echo")
    assert (response.status, response.headers["Allow"]) == (405, "OPTIONS, POST, PUT")


@pytest.mark.parametrize("path, status", [("/who", 200), ("/nowhere", 404), ("/form", 413)])
def test_an_answer_to_an_upload_that_is_not_read_says_that_the_connection_ends(path, status, connection):
    response, _ = ask(connection, "POST", path, KB100)  # more than limits.drain
    assert response.status == status and response.headers["Connection"] == "close"


def test_http_client_sends_json_in_ascii(connection):
    content = ask(connection, "POST", "/json", json.dumps(FIELDS), **{"Content-Type": "application/json"})[1]
    assert json.loads(content.decode()) == {"sent": FIELDS}  # 👋 was sent as two escapes


# httpx


@pytest.fixture
def client(port):
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
        yield client


def test_httpx_keeps_a_connection(client):
    answers = [client.get("/who", params={"n": n}, headers={"X-Field": f"ü {n}".encode()}) for n in range(20)]
    assert len({answer.json()["peer"] for answer in answers}) == 1
    assert [answer.json()["field"] for answer in answers] == [f"ü {n}" for n in range(20)]


def test_httpx_streams(client):
    for path in ("/bytes/100000", "/chunks/100000"):
        with client.stream("GET", path) as answer:
            assert b"".join(answer.iter_bytes(777)) == KB100
    with client.stream("GET", "/chunks/1000000") as answer:  # leaves early
        assert next(answer.iter_bytes(1000)) == PATTERN[:1000]
    assert client.head("/bytes/9").headers["Content-Length"] == "9"


def test_httpx_sends_pieces(client):
    def pieces():
        for start in range(0, 100_000, 3333):
            yield KB100[start : start + 3333]

    answer = client.post("/echo", content=pieces())
    assert answer.request.headers["Transfer-Encoding"] == "chunked" and answer.content == KB100
    assert client.put("/echo", content=KB100).content == KB100
    assert client.post("/count", content=pieces()).json() == {"size": 100_000, "sum": sum(KB100)}


def test_httpx_sends_forms(client):
    assert client.post("/form", data=FIELDS).json() == FIELDS
    assert client.get("/query", params=FIELDS).json() == {"path": "/query", "args": FIELDS}
    assert client.post("/json", json=FIELDS).json() == {"sent": FIELDS}
    assert client.post("/form", files={"file": b"seed"}).status_code == 415


def test_httpx_keeps_cookies_and_follows_redirects(client):
    answer = client.get("/cookies/set", follow_redirects=True)
    assert answer.url.path == "/cookies" and len(answer.history) == 1
    assert answer.json() == dict(client.cookies) == {"plant": "mint", "pot": "7", "shelf": "a/b"}
    answer = client.get("/cookies/delete", follow_redirects=True)
    assert answer.json() == dict(client.cookies) == {"plant": "mint", "shelf": "a/b"}
    answer = client.post("/moved/303", content=KB100[:10_000], follow_redirects=True)
    assert (answer.url.path, answer.json()["method"]) == ("/who", "GET")
    answer = client.post("/moved/307", content=KB100[:10_000], follow_redirects=True)
    assert (answer.url.path, answer.content) == ("/echo", KB100[:10_000])


def test_httpx_asks_at_once(port):
    async def main():
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
            sizes = range(30_000, 30_016)
            gets = [client.get(f"/chunks/{size}") for size in sizes]
            posts = [client.post("/echo", content=PATTERN[:size]) for size in sizes]
            for size, *answers in zip(sizes, await asyncio.gather(*gets), await asyncio.gather(*posts)):
                assert [answer.content for answer in answers] == [PATTERN[:size]] * 2

    asyncio.run(main())


@pytest.mark.parametrize("path, status", [("/nowhere", 404), ("/form", 413)])
def test_an_upload_that_is_refused_is_answered(path, status, port, client):
    assert client.post(path, content=KB100).status_code == status
    said = curl("--data-binary", "@-", "--write-out", "|%{http_code}", url(port, path), data=KB100)
    assert said.endswith(b"|%d" % status)


def test_httpx_connects_again_when_it_asked_nothing_for_long(client):
    for pause in (1, 2, 4, 8):  # the server's clock is not ours
        before = client.post("/idle/300").json()
        time.sleep(pause)
        after = client.post("/idle/5000").json()
        if after != before:
            break
    assert after != before


# Node


@pytest.fixture(scope="session")
def node():
    """The path of a Node.js that has fetch."""
    found = subprocess.run([sys.executable, NODEJS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if found.returncode:
        skip_or_fail(found.stderr.strip())
    path = found.stdout.strip()
    if subprocess.run([path, "--print", "typeof fetch"], stdout=subprocess.PIPE, text=True).stdout != "function\n":
        skip_or_fail(f"{path} is older than 18: it has no fetch")
    return path


def test_node(port, node):
    done = subprocess.run([node, HERE / "exchange.mjs", str(port)], timeout=2 * PATIENCE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout


# httpx-sse


@on_runtimes
def test_httpx_sse(runtime, tmp_path):
    def events(path, **headers):
        with httpx_sse.connect_sse(client, "GET", path, headers=headers) as source:
            assert source.response.headers["Cache-Control"] == "no-store"
            yield from source.iter_sse()

    with served.app(runtime, "app_events", tmp_path / "log") as (_, port):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
            seen = list(events("/kinds"))
            *kinds, last = [(each.event, each.id, each.data, each.retry) for each in seen]
            assert kinds[:4] == [
                ("message", "", "plain", None), ("message", "1", " two\n\nlines \n", None),
                ("Größe", "1", "Žluťoučký kůň 👋", None), ("tick", "1", "", None),
            ]
            assert kinds[4][:2] == ("tick", "two") and seen[4].json() == {"list": [1, None, "ü"]}
            assert kinds[5:] == [
                ("message", "two", "id: 9\ndata: €", None), ("message", "two", "0123456789abcdef" * 1024, None)]
            assert last == ("message", "ü 7: 👋", "end", 50)
            again = events("/kinds", **{"Last-Event-ID": seen[-1].id.encode()})
            assert next(again).data == "welcome back"
            state = client.get("/state").json()
            assert (state["handlers"], state["ids"]) == (1, [None, "ü 7: 👋"])
            again.close()
            eventually(lambda: client.get("/state").json()["handlers"], 0)
            assert client.get("/state").json()["sources"] == 0
