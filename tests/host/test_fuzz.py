"""Whatever bytes come, parsers give an answer or the documented error: the same on both runtimes, however they are cut.

Each property is tried here on generated cases, and the same cases are then run on MicroPython of 32 bits.
"""

import contextlib
import json
import re
import socket
import sys
import time
import urllib.parse
from binascii import hexlify
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import fuzz_answers  # noqa: E402
from harness import without_dates  # noqa: E402
import served  # noqa: E402
from fuzz_answers import answer, show  # noqa: E402
from interpreters import ROOT, micropython  # noqa: E402
from need import skip_or_fail  # noqa: E402

TOKEN = "!#$%&'*+-.^_`|~0123456789abcXYZ"
tokens = st.text(TOKEN, min_size=1, max_size=8)
# MicroPython's decode() takes these for UTF-8: too long forms, halves of pairs of surrogates, what is over U+10FFFF.
LOOSE = re.compile(rb"[\xc0\xc1\xf5-\xf7][\x80-\xbf]|\xe0[\x80-\x9f]|\xed[\xa0-\xbf]|\xf0[\x80-\x8f]|\xf4[\x90-\xbf]")
junk = st.binary(max_size=40)


def mostly(good, *parts):
    """Bytes of `good`, and often with a little wrong: something of `parts` put in, or a byte lost or doubled."""
    common = [b"\r", b"\n", b"\r\n", b"\0", b" ", b"\t", b"\xff", b"\xc3\xa9", b"\x0b", b"%", b""]
    bits = st.sampled_from([*parts, *common])
    changes = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 2), bits), max_size=3)
    return st.builds(changed, good, changes)


def changed(data, changes):
    for at, lost, bit in changes:
        at %= len(data) + 1
        data = data[:at] + bit + data[at + lost:]
    return data


def tried(examples, *strategies, **named):
    """Decorator: call the test with generated arguments, always the same ones."""
    def decorate(test):
        given(*strategies, **named)(settings(
            derandomize=True, deadline=None, database=None, max_examples=examples,
            phases=(Phase.explicit, Phase.generate, Phase.target, Phase.shrink),
            suppress_health_check=list(HealthCheck))(test))()
    return decorate


class Cases:
    """The cases of a test: each is answered here, and in the end on MicroPython, which has to say the same."""

    def __init__(self, folder):
        self.folder = folder
        self.answers = {}

    def __call__(self, kind, data, cuts=()):
        case = " ".join([kind, hexlify(data).decode(), *map(str, cuts)])
        text = answer(kind, data, cuts)
        if not LOOSE.search(urllib.parse.unquote_to_bytes(data)):
            self.answers[case] = text
        return text

    def compare(self):
        cases = sorted(self.answers, key=len)
        (self.folder / "cases").write_text("".join(case + "\n" for case in cases))
        interpreter = micropython("1.25", 32)
        if not interpreter.command:
            skip_or_fail(interpreter.why)
        interpreter.command[-1] = "heapsize=1M"
        done = interpreter.run(HERE / "fuzz_answers.py", self.folder / "cases", self.folder / "out")
        assert done.returncode == 0, done.stdout
        there = (self.folder / "out").read_text().splitlines()
        assert len(there) == len(cases)
        different = [(case, self.answers[case], text) for case, text in zip(cases, there) if self.answers[case] != text]
        assert not different, "%d of %d differ, such as (case, here, there)\n%s" % (
            len(different), len(cases), "\n".join(map(str, different[:8])))


@pytest.fixture
def cases(tmp_path):
    return Cases(tmp_path)


def test_request_lines(cases):
    paths = st.text("/%.aé41", max_size=9).map(quoted)
    queries = st.sampled_from(["", "?", "?a=b&c", "?/?%zz"])
    good = st.builds("{} /{}{} HTTP/1.{}\r\n".format, tokens, paths, queries, st.integers(0, 1)).map(str.encode)

    @tried(600, mostly(good, b"*", b"http://", b"@", b"HTTP/1.", b"2.0", b"GET"))
    def nearly(data):
        cases("line", data)

    @tried(200, junk)
    def anything(data):
        cases("line", data)
        cases("line", data.replace(b"\n", b"") + b"\r\n")

    @tried(300, tokens, st.text(max_size=12), st.sampled_from(["", "a=b", "?x=/"]), st.integers(0, 1))
    def well_formed(method, path, query, minor):
        line = ("%s /%s%s HTTP/1.%d\r\n" % (method, quoted(path), "?" + query if query else "", minor)).encode()
        assert cases("line", line) == show([method, "/" + path, query, minor, line, None, None])

    cases.compare()


def quoted(text):
    return urllib.parse.quote(text, safe="/")


values = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12).map(str.encode).map(
    lambda value: value.strip(b" \t"))


def test_fields(cases):
    names = st.sampled_from(["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "A"]) | tokens
    known = ["x", "x:80", "[::1]:80", "close", "keep-alive, Close", "0", "12", "007", "chunked", "100-continue", "",
             "+1",
             "1_0", "gzip"]
    contents = st.sampled_from(known).map(str.encode) | values
    lines = st.lists(st.tuples(names.map(str.encode), contents), max_size=5)
    block = lines.map(joined)

    @tried(800, mostly(block, b":", b"Host: x\r\n", b"Content-Length: 3\r\n", b",", b"\r\n "))
    def nearly(data):
        cases("fields", data)

    @tried(200, junk)
    def anything(data):
        cases("fields", data)
        cases("fields", data.replace(b"\n", b"").replace(b"\r", b"") + b"\r\n\r\n")

    @tried(300, st.lists(st.tuples(tokens.map(lambda name: "X" + name).map(str.encode), values), max_size=6),
           st.none() | st.integers(0, 10**18 - 1), st.booleans())
    def well_formed(found, length, close):
        found = [*found, (b"hOST", b"x:80")]
        if length is not None:
            found.insert(len(found) // 2, (b"Content-Length", b"%d" % length))
        if close:
            found.insert(0, (b"connection", b"Close"))
        data = joined(found)
        assert cases("fields", data) == show([[data, True, close, length or 0, False], found])

    cases.compare()


def joined(fields):
    return b"".join(name + b": " + value + b"\r\n" for name, value in fields) + b"\r\n"


REFUSED = {b"400", b"413", b"414", b"417", b"431", b"501", b"505"}
CHUNKED = b"POST /in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
extensions = st.sampled_from([b"", b";a", b";a=b", b' ;a="b c"', b";\xff", b" ; d"])
trailer = st.sampled_from([b"A: b\r\n", b"Content-Length: 5\r\n", b"C:\r\n", b"d: \xff\r\n"])
trailers = st.lists(trailer, max_size=2).map(b"".join)


@st.composite
def chunked(draw):
    """Content, and the chunks that it is sent in."""
    content = draw(st.lists(st.binary(min_size=1, max_size=40), max_size=4))
    form = draw(st.sampled_from([b"%x", b"%X", b"0%x", b"000%X"]))
    data = b"".join(form % len(each) + draw(extensions) + b"\r\n" + each + b"\r\n" for each in content)
    return b"".join(content), data + b"0" + draw(extensions) + b"\r\n" + draw(trailers) + b"\r\n"


def statuses(shown):
    """The statuses of a shown stream of answers."""
    assert shown.startswith("bytes "), shown
    return re.findall(rb"(?:^|\r\n)HTTP/1\.1 (\d+)", bytes.fromhex(shown[6:]))


def test_chunks(cases):
    @tried(500, mostly(chunked().map(lambda pair: pair[1]), b"0\r\n\r\n", b";", b"1", b"ffffffff", b"-", b"0x", b"_"))
    def nearly(data):
        found = statuses(cases("sent", CHUNKED + data))
        assert set(found[:-1]) <= {b"200"} and set(found) <= REFUSED | {b"200"}, found  # refused is what comes last

    @tried(150, junk)
    def anything(data):
        assert set(statuses(cases("sent", CHUNKED + data))) <= REFUSED | {b"200"}

    @tried(300, chunked())
    def well_formed(pair):
        content, data = pair
        shown = cases("sent", CHUNKED + data + b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
        assert statuses(shown) == [b"200", b"200"]
        assert b"\r\n" + hexlify(content) + b"\n\r\n0\r\n\r\n" in bytes.fromhex(shown[6:])

    cases.compare()


def test_requests(cases):
    @tried(300, junk, st.sampled_from([b"", b"GET ", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n"]))
    def anything(data, start):
        assert set(statuses(cases("sent", start + data))) <= REFUSED | {b"200"}

    cases.compare()


def test_forms(cases):
    text = st.text(max_size=8)

    parts = st.sampled_from([b"a", b"=", b"&", b"+", b"%41", b"%", b"%f", b"%e2%82%ac", b"%ff", b"%c3", b";"])

    @tried(500, mostly(st.lists(parts, max_size=12).map(b"".join)))
    def nearly(data):
        cases("form", data)

    @tried(300, junk)
    def anything(data):
        cases("form", data)

    @tried(300, st.lists(st.tuples(text, text), max_size=6))
    def well_formed(pairs):
        wanted = {}
        for key, value in pairs:
            wanted.setdefault(key, []).append(value)
        wanted = {key: found if found[1:] else found[0] for key, found in wanted.items()}
        data = urllib.parse.urlencode(pairs).encode()
        assert cases("form", data) == show(wanted)

    @tried(20, st.integers(98, 103))
    def many(count):
        assert cases("form", b"&".join([b"a=b"] * count)).startswith("ValueError" if count > 100 else "{")

    cases.compare()


def test_cookies(cases):
    octets = "".join(chr(n) for n in range(33, 127) if chr(n) not in '",;\\')
    text = st.text(octets + "é", max_size=8)

    parts = st.sampled_from([b"a=b", b"; ", b", ", b'"', b"=", b"c", b" ", b"\xe9", b"\r\nCookie: d=e", b"\x1c"])

    @tried(500, mostly(st.lists(parts, max_size=8).map(b"".join)))
    def nearly(data):
        cases("cookies", block_of(data))

    @tried(300, junk)
    def anything(data):
        cases("cookies", block_of(data))

    @tried(300, st.dictionaries(tokens, text, max_size=4), st.booleans())
    def well_formed(wanted, marks):
        form = '{}="{}"' if marks else "{}={}"
        data = "; ".join(form.format(*pair) for pair in wanted.items()).encode()
        assert cases("cookies", block_of(data)) == show(wanted)

    cases.compare()


def block_of(cookies):
    # The block has been checked when cookies are asked for: there is no NUL and no single CR or LF in it.
    clean = b"\r\n".join(re.sub(rb"[\r\n\0]", b"", line) for line in cookies.split(b"\r\n"))
    return b"Host: x\r\nCookie: " + clean + b"\r\n\r\n"


def test_json(cases):
    whole = st.integers(-2**70, 2**70)
    leaves = st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
    keys = st.text(max_size=4)
    documents = st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=8)
    parts = [b"\\u12", b"\\ud83d", b"\\ude00", b'"', b"[", b"}", b",", b"1e", b"-", b"0", b".", b"\\"]

    @tried(800, mostly(documents.map(json.dumps).map(str.encode), *parts))
    def nearly(data):
        cases("json", data)

    @tried(300, junk)
    def anything(data):
        cases("json", data)

    @tried(400, documents, st.booleans())
    def well_formed(value, ascii):
        data = json.dumps(value, ensure_ascii=ascii).encode()
        assert cases("json", data) == show(value)

    cases.compare()


# However it is cut

HOST = b"Host: x\r\n"
CLOSE = b"Connection: close\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
PUT = b"PUT / HTTP/1.1\r\n" + HOST
CONVERSATIONS = {  # what a client sends, and the statuses of the answers
    "kept": (b"GET /a?b=c HTTP/1.1\r\n" + HOST + b"\r\nPUT /%C3%A9 HTTP/1.1\r\n" + HOST
             + b"Content-Length: 3\r\n\r\nabc"
             + b"GET /a?b=c HTTP/1.1\r\n" + HOST + b"\r\n", "200 200 200"),
    "the same again": (3 * (b"GET /a HTTP/1.1\r\n" + HOST + b"\r\n") + b"GET /a HTTP/1.0\r\n\r\n", "200 200 200 200"),
    "closed": (GET + CLOSE + b"\r\nGET /never HTTP/1.1\r\n" + HOST + b"\r\n", "200"),
    "chunks": (CHUNKED + b'3;a=b\r\nabc\r\nA ;c="d e"\r\n0123456789\r\n00;e\r\nA: b\r\nC:\r\n\r\n'
               + GET + b"\r\n", "200 200"),
    "expecting": (PUT + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"
                  + PUT + b"Expect: 100-continue\r\n"
                  + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "200 200"),
    "HEAD": (b"HEAD / HTTP/1.1\r\n" + HOST + b"\r\nHEAD /a HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\nab"
             + GET + b"\r\n", "200 200 200"),
    "empty lines": (b"\r\n\r\n" + GET + b"\r\n\r\nGET /a HTTP/1.1\r\n" + HOST + b"\r\n\r\n\r\n", "200 200"),
    "refused line": (GET + b"\r\nGET / a HTTP/1.1\r\n" + HOST + b"\r\n", "200 400"),
    "refused field": (GET + b"A : b\r\n\r\nGET / HTTP/1.1\r\n" + HOST + b"\r\n", "400"),
    "refused line end": (GET + b"A: b\nC: d\r\n\r\n", "400"),
    "refused length": (PUT + b"Content-Length: 1_0\r\n\r\n0123456789", "400"),
    "refused version": (b"GET / HTTP/3.0\r\n" + HOST + b"\r\n", "505"),
    "refused coding": (PUT + b"Transfer-Encoding: gzip, chunked\r\n\r\nabc", "501"),
    "refused chunk": (CHUNKED + b"3\r\nabc\r\n-1\r\na\r\n0\r\n\r\n", "400"),
    "refused trailer": (CHUNKED + b"1\r\na\r\n0\r\nA : b\r\n\r\n", "400"),
    "too many fields": (GET + b"A: b\r\n" * 70 + b"\r\n", "431"),
    "a long head": (GET + b"A: " + b"b" * 700 + b"\r\n\r\nPUT / HTTP/1.1\r\n" + HOST
                    + b"Content-Length: 600\r\n\r\n" + b"c" * 600, "200 200"),
    "old": (b"PUT / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", "200"),
    "cut short": (PUT + b"Content-Length: 9\r\n\r\nabc", ""),
    "cut short in a chunk": (CHUNKED + b"9\r\nabc", ""),
    "cut short in a head": (GET + b"A", ""),
}
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def without_continue(data):
    return data.replace(CONTINUE, b"")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_cut_in_memory(name, cases):
    data, wanted = CONVERSATIONS[name]
    whole = bytes.fromhex(cases("sent", data)[6:])
    assert b" ".join(re.findall(rb"HTTP/1\.1 (\d+)", without_continue(whole))).decode() == wanted
    ways = [[at] for at in range(1, len(data))] + [range(1, len(data)), range(2, len(data), 3), range(7, len(data), 7)]
    for cuts in ways:
        answers = bytes.fromhex(cases("sent", data, cuts)[6:])
        assert without_continue(answers) == without_continue(whole), (data, list(cuts))
        assert answers.count(CONTINUE) <= data.count(b"Expect"), (data, list(cuts))
        for head in re.finditer(rb"Expect: [^\0]*?\r\n\r\n", data):
            if head.end() in cuts:  # it waits
                assert CONTINUE in answers, (data, list(cuts))
    cases.compare()


@pytest.fixture(scope="module", params=served.LOOPS, ids=served.LOOP_NAMES)
def port(request, tmp_path_factory):
    runtime, modules = request.param
    log = tmp_path_factory.mktemp("echo") / "log"
    with served.app(runtime, "app_echo", log, modules) as (_, port):
        yield port
    assert "Traceback" not in log.read_text(), log.read_text()


def test_cut_on_sockets(port):
    def cut(case):
        data, at = case
        with socket.create_connection(("127.0.0.1", port), served.PATIENCE) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.sendall(data[:at])
            time.sleep(0.03)
            with contextlib.suppress(OSError):  # it may have been told already that nothing more is wanted
                s.sendall(data[at:])
                s.shutdown(socket.SHUT_WR)
            got = b""
            with contextlib.suppress(ConnectionResetError):
                while more := s.recv(65536):
                    got += more
        return got

    tried = []
    for data, _ in CONVERSATIONS.values():
        places = {1, data.index(b"\r\n") + 1, data.find(b"\r\n\r\n") + 2, data.find(b"\r\n\r\n") + 4, len(data) - 1}
        tried += [(data, at) for at in {*places, *range(5, len(data), len(data) // 8)} if at < len(data)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(cut, tried))
    for (data, at), got in zip(tried, answers):
        assert without_continue(without_dates(got)) == without_continue(fuzz_answers.sent(data)), (data, at)
