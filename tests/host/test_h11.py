"""Heads as h11 reads them, and as the package does: what only one of them takes is on a list, with the reason."""

import re
import sys
from pathlib import Path

import h11
import pytest
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harness import Log, client_of  # noqa: E402
from picoweb.http.errors import HTTPError  # noqa: E402
from test_fuzz import mostly, tokens, tried  # noqa: E402

PROBE = b"5\r\nhello\r\n0\r\n\r\n" + b"z" * 40  # comes behind each head: content in chunks, or of some length

# Why one refuses what the other takes: (an expression for such heads, one of them).
ONLY_H11_TAKES = {
    "a line feed alone ends a line: we MAY take it (RFC 9112, 2.2), and smuggling is made of such": (
        rb"(?<!\r)\n", b"GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"),
    "folded lines: a server MUST refuse them, or replace the fold (RFC 9112, 5.2)": (
        rb"\n[ \t]", b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
    "a version that is not 1.0 to 1.9: h11 leaves it to the app (RFC 9110, 15.6.6)": (
        rb"^[^\r\n]* HTTP/(?!1\.[0-9]\r?\n)", b"GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
    "no Host in HTTP/1.2 to 1.9, which are 1.1 to us (RFC 9110, 2.5; RFC 9112, 3.2)": (
        rb"(?is)^(\r\n)*[^\r\n]* HTTP/1\.[2-9]\r\n(?!(.*\n)?host:)", b"GET / HTTP/1.2\r\nA: b\r\n\r\n"),
    "a target in no form that there is for its method (RFC 9112, 3.2)": (
        rb"^CONNECT |^\S+ \S*#|^(?!\S+ /)(?!OPTIONS \*[? ])"
        rb"(?!\S+ (?i:https?)://([\w.~%!$&'()*+,;=-]+|\[[\d:.a-fA-F]+\])(:\d*)?[/? ])",
        b"GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
    "a host that no URI has: MUST be refused (RFC 9112, 3.2)": (
        rb"(?i)\nhost:(?![ \t]*([\w.~%!$&'()*+,;=-]*|\[[\d:.a-f]+\])(:\d*)?[ \t]*\r?\n)",
        b"GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
    "percent-encoding in a host that is none, or an address that is none (RFC 3986, 3.2.2)": (
        rb"(?i)(\nhost:|://)[^\r\n/]*(%(?![\da-f]{2})|\[([^:\]]*:?[^:\]]*\]|[^\]]*(:::|::[^\]]*::)))",
        b"GET / HTTP/1.1\r\nHost: %zz\r\n\r\n"),
    "a length as a list of equal ones: a server MAY refuse it (RFC 9110, 8.6)": (
        rb"(?i)\ncontent-length:[^\r\n]*,", b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\n"),
    "a length over 18 digits: no content is so long, and h11's own bound is 20 (RFC 9110, 8.6)": (
        rb"(?i)\ncontent-length:[ \t]*\d{19}",
        b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1234567890123456789\r\n\r\n"),
    "a length and a transfer coding: a server MAY refuse it (RFC 9112, 6.1)": (
        rb"(?is)(?=.*\ncontent-length:).*\ntransfer-encoding:",
        b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "a transfer coding in HTTP/1.0: its framing is faulty (RFC 9112, 6.1)": (
        rb"(?is)^[^\r\n]* HTTP/1\.0\r?\n(.*\n)?transfer-encoding:",
        b"PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "an expectation that we do not know: a server MAY answer 417 (RFC 9110, 10.1.1)": (
        rb"(?i)\nexpect:(?![ \t]*100-continue[ \t]*\r?\n)", b"GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"),
}
ONLY_WE_TAKE = {
    "empty lines before a request: a server SHOULD ignore them (RFC 9112, 2.2)": (
        rb"^(\r\n)+", b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    "control characters in values, other than CR, LF and NUL: MAY be kept (RFC 9110, 5.5)": (
        rb":[^\r\n]*[\x0b\x0c]", b"GET / HTTP/1.1\r\nHost: x\r\nA: \x0b\r\n\r\n"),
}


def h11_reads(data):
    """None for what h11 refuses, "more" for no whole head, else what the request is."""
    server = h11.Connection(h11.SERVER)
    try:
        server.receive_data(data)
        request = server.next_event()
        if request is h11.NEED_DATA:
            return "more"
    except h11.RemoteProtocolError:
        return None
    body = b""
    while True:
        try:
            event = server.next_event()
        except h11.RemoteProtocolError:
            body = "malformed"
            break
        if event is h11.NEED_DATA:
            body = "short"
            break
        if event is h11.PAUSED or type(event) is h11.EndOfMessage:
            break
        body += event.data
    server.send(h11.Response(status_code=404, headers=[("Content-Length", "0")]))
    server.send(h11.EndOfMessage())
    fields = [(name.lower(), value) for name, value in request.headers.raw_items()]
    return request.method, request.http_version, fields, body, server.our_state is h11.MUST_CLOSE


# We close after "close" in any word of Connection, and after content that is too long to be read away.
CLOSING = rb"(?i)\nconnection:[^\r]*close|\ncontent-length:[ \t]*\d{6}|\nexpect:"
seen = []


class Everything:
    def match(self, path):
        return True


async def look(req, resp):
    fields = [(name.lower(), value) for name, value in req.headers.items()]
    found = [req.method.encode(), b"1.%d" % resp.minor_version, fields, "short", not resp.keep]
    seen.append(found)
    try:
        found[3] = await req.body()
    except HTTPError as error:
        found[3] = "malformed" if error.status == 400 else "short"  # 413: it is longer than what is read in one piece
    return ""


client = client_of((Everything(), look))


def we_read(data):
    """As `h11_reads`."""
    seen.clear()
    client.app.log = Log()
    answers = client.send(data)
    assert not [each for each in client.app.log.errors if not isinstance(each, OSError)], client.app.log.errors
    if seen:
        return tuple(seen[0])
    return None if answers else "more"


def reasons(table, data):
    return [why for why, (pattern, _) in table.items() if re.search(pattern, data)]


methods = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "CONNECT"]) | tokens
targets = st.sampled_from(["/", "/a?b", "/%zz", "*", "http://x/", "http://x?y", "https://a@x/",
                           "x:80", "http://", "//x", "/\\|^{}"])
versions = st.sampled_from(["1.1", "1.1", "1.1", "1.0", "1.2", "2.0", "0.9", "1.10", "x"])
FRAMING = [
    "Content-Length: 5", "content-length: 05", "Content-Length: 5, 5", "Content-Length: 6", "Content-Length: 99",
    "Content-Length: +5", "Content-Length: 1_0", "Content-Length:", "Content-Length: 0x5",
    "Content-Length: 123456789012345678", "Content-Length: 1234567890123456789",
    "Content-Length: 123456789012345678901",
    "Transfer-Encoding: chunked", "TRANSFER-ENCODING:\tChunked ",
    "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip",
]
OTHERS = [
    "Connection: close", "Connection: Close", "connection: keep-alive, close", "Connection: keep-alive",
    "Connection: closed", "Connection: upgrade", "Upgrade: h2c", "Expect: 100-continue", "Expect: tea", "A:",
    "A: b\tc  ", "A: \xe9", "A : b", "A: \x0b", "A: \x01b", " a: b", "A", ": b", "A: b\x7f",
    "Host: y", "Host: [::1]:80", "Host: [::1",
    "Host: x/y", "Host: x:80", "Host: x:y", "Host: a_b%20", "Host:",
]
lines = st.lists(st.sampled_from(OTHERS) | st.sampled_from(FRAMING) | tokens.map("{}: x".format), max_size=4)
hosts = st.sampled_from(["Host: x", "Host: x", "hOST:x:80", "A: no host"])
starts = st.sampled_from(["", "", "", "", "\r\n"])


def head_of(start, method, target, version, host, others):
    found = ["%s %s HTTP/%s" % (method, target, version), host, *others]
    return (start + "\r\n".join(found) + "\r\n\r\n").encode("latin-1")


heads = st.builds(head_of, starts, methods, targets, versions, hosts, lines)
modest = st.builds(head_of, st.just(""), methods, st.just("/"), st.sampled_from(["1.0", "1.1"]), hosts, lines)


@pytest.mark.parametrize("kind", [mostly(heads), mostly(modest), modest], ids=["wild", "nearly valid", "modest"])
def test_both_read_the_same(kind):
    both = set()

    def compare(data):
        theirs, ours = h11_reads(data + PROBE), we_read(data + PROBE)
        if bool(theirs) != bool(ours):
            assert reasons(ONLY_WE_TAKE if ours else ONLY_H11_TAKES, data), (theirs, ours)
        elif type(theirs) is not tuple or type(ours) is not tuple:
            assert theirs == ours
        else:
            assert theirs[0] == ours[0]
            assert min(theirs[1], b"1.1") == ours[1]  # 1.2 to 1.9 are read as 1.1 (RFC 9110, 2.5)
            assert but_framing(theirs[2]) == but_framing(ours[2])
            assert theirs[3] == ours[3]
            if theirs[4] != ours[4] and theirs[3] != "malformed":  # a server MAY always close (RFC 9112, 9.6)
                assert ours[4] and re.search(CLOSING, data)
            both.add((type(theirs[3]), theirs[4]))

    tried(2000, kind)(compare)
    assert {type for type, _ in both} == {bytes, str}, both  # else nothing was compared


@pytest.mark.parametrize("table, why", [(table, why) for table in (ONLY_H11_TAKES, ONLY_WE_TAKE) for why in table])
def test_differences(table, why):
    data = table[why][1]
    assert reasons(table, data) == [why]
    takes, refuses = (h11_reads, we_read) if table is ONLY_H11_TAKES else (we_read, h11_reads)
    assert takes(data + PROBE) and not refuses(data + PROBE)


def but_framing(fields):
    return [pair for pair in fields if pair[0] not in (b"content-length", b"transfer-encoding")]
