"""All that a stranger can send to a board, and which answers to it are right.

A good server answers everything, or closes the connection visibly where nobody waits for an answer. `run` sends the
whole script to a Server of serving.py, one client after another, and says how each was treated. It knows three apps:
hello, the site of bench/apps/site.py and bench/apps/reading.py.
"""
from concurrent.futures import ThreadPoolExecutor

from odd_clients import CLOSES, ENDS, RESETS, Crowd, Odd

LIMIT_PATIENCE = 15  # seconds to wait for an answer, where the server has to wait until a limit of time is over
LINE, HEAD = 1024, 4096  # of app.limits: the longest request line, and the longest block of fields

HOST_ONLY = b"Host: x\r\n"
FIELDS = b"Host: x\r\nConnection: close\r\n"
FORM = b"plant=basil&time=07%3A30"
FORM_FIELDS = FIELDS + b"Content-Type: application/x-www-form-urlencoded\r\n"
CHROME = (b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
          b"Safari/537.36\r\n"
          b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
          b"Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nDNT: 1\r\n"
          b"Upgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n"
          b"Sec-Fetch-Site: same-origin\r\n")
HELLO_OF_TLS = (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(7, 39)) + b" " + bytes(range(64, 96))
                + b"\x00\x20\x13\x02\x13\x03\x13\x01\xc0\x2c\xc0\x30" + bytes(428))


def filled(head, size):
    """Return a head with one more field, which brings it to `size` bytes; `head` ends behind its last field."""
    return head + b"X-Filler: " + b"f" * (size - len(head) - 14) + b"\r\n\r\n"


def get(target, fields=b"", version=b"HTTP/1.1"):
    return b"GET " + target + b" " + version + b"\r\n" + FIELDS + fields + b"\r\n"


def post(content, fields=FIELDS, target=b"/"):
    return (b"POST " + target + b" HTTP/1.1\r\n" + fields + b"Content-Length: %d\r\n\r\n" % len(content), content)


def form(*pieces):
    """The parts of a POST of the site's form, which its handler reads."""
    head, _ = post(b"".join(pieces), FORM_FIELDS, b"/settings")
    return (head, *pieces)


def singly(data):
    return [bytes([byte]) for byte in data]


def pieces_of(data, size):
    return [data[start:start + size] for start in range(0, len(data), size)]


def in_chunks(pieces):
    return [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces] + [b"0\r\n\r\n"]


def refused(name, data, status, large=False):
    return Odd(name, data, right=((status,),), large=large)


CHUNKED = HOST_ONLY + b"Transfer-Encoding: chunked\r\n\r\n"
KEPT = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
CONTENT = b"0123456789" * 25  # 250 bytes
READ = ((200, 404),)  # by the site's handler; hello has none for it
DISCARDED = ((200, 405),)  # by hello; the reading app has GET only there
BOTH = (*DISCARDED, (200,))
WRONG_CONTENT = ((200, 400, 405),)  # whoever does not read it need not see what is wrong
NOT_THERE = ((404,),)

SCRIPT = [
    # What is not there, and methods
    Odd("not found", get(b"/nothing"), right=NOT_THERE),
    Odd("not found, a path of 300 bytes", get(b"/" + b"p" * 299), right=NOT_THERE),
    Odd("a path with two slashes", get(b"//evil.example/x"), right=NOT_THERE),
    Odd("a path that leads out", get(b"/static/../secret"), right=((400, 403, 404),)),
    Odd("OPTIONS", b"OPTIONS / HTTP/1.1\r\n" + FIELDS + b"\r\n", right=((200, 204, 405),)),
    Odd("OPTIONS for the server", b"OPTIONS * HTTP/1.1\r\n" + FIELDS + b"\r\n", right=((200, 204, 404, 405),)),
    Odd("DELETE", b"DELETE / HTTP/1.1\r\n" + FIELDS + b"\r\n", right=((200, 405),)),
    Odd("a method that nobody knows", b"BREW / HTTP/1.1\r\n" + FIELDS + b"\r\n", right=((200, 405, 501),)),
    Odd("a method that is not allowed", b"DELETE /settings HTTP/1.1\r\n" + FIELDS + b"\r\n", right=((404, 405, 411),)),
    Odd("HEAD", b"HEAD / HTTP/1.1\r\n" + FIELDS + b"\r\n"),
    Odd("HEAD of what is not there", b"HEAD /nothing HTTP/1.1\r\n" + FIELDS + b"\r\n", right=NOT_THERE),
    # Targets
    Odd("absolute form", get(b"http://x/")),
    Odd("percent-encoded path", get(b"/abou%74"), right=READ),
    Odd("percent-encoding of UTF-8 and of nothing", get(b"/caf%C3%A9/%zz"), right=((400, 404),)),
    Odd("a query", get(b"/?unit=C&x=%20")),
    Odd("a query that a handler misses", get(b"/search"), right=((404, 500),)),
    # Heads that are refused
    refused("no Host", b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    refused("two Hosts", get(b"/", b"Host: y\r\n"), 400),
    refused("a Host that is none", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    refused("a line of two words", b"GET /\r\n\r\n", 400),
    refused("space before a colon", get(b"/", b"A : b\r\n"), 400),
    refused("a line without colon", get(b"/", b"nothing\r\n"), 400),
    refused("a folded field", get(b"/", b"A: b\r\n c\r\n"), 400),
    refused("lines that end in LF", b"GET / HTTP/1.1\nHost: x\n\n", 400),
    refused("NUL in a field", get(b"/", b"A: \0\r\n"), 400),
    refused("bytes that are no text", b"\0\1\2\xff\xfe\r\n\r\n", 400),
    refused("a TLS hello", HELLO_OF_TLS, 400),
    refused("a length with a sign", b"POST / HTTP/1.1\r\n" + FIELDS + b"Content-Length: +3\r\n\r\nabc", 400),
    refused("two lengths", b"POST / HTTP/1.1\r\n" + FIELDS + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    refused("length and chunks", b"POST / HTTP/1.1\r\n" + FIELDS + b"Content-Length: 3\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    refused("unknown transfer coding", b"POST / HTTP/1.1\r\n" + FIELDS + b"Transfer-Encoding: gzip, chunked\r\n\r\nabc",
            501),
    refused("an expectation that nobody knows", post(b"", FIELDS + b"Expect: the-best\r\n")[0], 417),
    refused("version 2.0", get(b"/", version=b"HTTP/2.0"), 505),
    refused("the preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    refused("a version that is none", get(b"/", version=b"HTTP/1.x"), 400),
    refused("over-long line", get(b"/" + b"x" * LINE), 414, large=True),
    refused("over-long head", filled(get(b"/")[:-2], HEAD + 500), 431, large=True),
    refused("too many fields", get(b"/", b"A: b\r\n" * 70), 431),
    # Heads that are good, and not like others
    Odd("a browser's head of 1 KB", filled(get(b"/", CHROME)[:-2], 1024), large=True),
    Odd("a head of 1,500 bytes", filled(get(b"/", CHROME)[:-2], 1500), large=True),
    Odd("an empty line before the request", b"\r\n" + get(b"/")),
    Odd("an upgrade to WebSocket", get(b"/", b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")),
    Odd("HTTP/1.0", b"GET / HTTP/1.0\r\n\r\n"),
    Odd("cookies", get(b"/", b"Cookie: a=b; c; =d; \xff\r\n")),
    Odd("a slow head", b"\r\nGE", b"T / HTT", b"P/1.1\r\nHos", b"t: x\r\nConnection: close\r", b"\n\r\n"),
    Odd("a head in single bytes", *singly(get(b"/"))),
    Odd("a slow head of 1,500 bytes", *pieces_of(filled(get(b"/", CHROME)[:-2], 1500), 300), large=True),
    Odd("two requests at once", KEPT + get(b"/"), right=((200,), (200,))),
    Odd("requests at once, some with content", KEPT + b"".join(post(b"ab", HOST_ONLY)) + get(b"/nothing"),
        right=((200,), (200, 405), (404,))),
    # Content that the handler does not read: the server has to, as another request follows
    Odd("content", b"".join(post(CONTENT, HOST_ONLY)) + get(b"/"), right=BOTH),
    Odd("content of 2,000 bytes", b"".join(post(b"c" * 2000, HOST_ONLY)) + get(b"/"), right=BOTH),
    Odd("slow content", *post(CONTENT[:100], HOST_ONLY), get(b"/"), right=BOTH),
    Odd("content in single bytes", post(CONTENT, HOST_ONLY)[0], *singly(CONTENT), get(b"/"), right=BOTH),
    Odd("chunked content", b"POST / HTTP/1.1\r\n" + CHUNKED + b"".join(in_chunks([CONTENT, CONTENT])) + get(b"/"),
        right=BOTH, may_end=True),
    Odd("chunked content in single bytes", b"POST / HTTP/1.1\r\n" + CHUNKED, *in_chunks(singly(CONTENT)), get(b"/"),
        right=BOTH, may_end=True),
    Odd("a chunk that is none", b"POST / HTTP/1.1\r\n" + CHUNKED + b"-1\r\na\r\n0\r\n\r\n", right=WRONG_CONTENT),
    Odd("content that is not waited for", b"".join(post(CONTENT)), right=DISCARDED),
    Odd("100 expected", post(CONTENT, FIELDS + b"Expect: 100-continue\r\n")[0], rest=CONTENT, right=DISCARDED),
    Odd("content too large", b"POST / HTTP/1.1\r\n" + HOST_ONLY + b"Content-Length: 99999999\r\n\r\n" + CONTENT,
        right=((200, 405, 413),)),
    # Content that the site's handler reads
    Odd("a form", b"".join(form(FORM)), right=READ),
    Odd("a form that comes slowly", *form(FORM[:3], FORM[3:]), right=READ),
    Odd("a form in single bytes", *form(*singly(FORM)), right=READ),
    Odd("a form in chunks of single bytes", b"POST /settings HTTP/1.1\r\n" + FORM_FIELDS
        + b"Transfer-Encoding: chunked\r\n\r\n", *in_chunks(singly(FORM)), right=READ),
    Odd("a form with 100 expected", form(FORM)[0][:-2] + b"Expect: 100-continue\r\n\r\n", rest=FORM, right=READ),
    Odd("a form that is too large", b"POST /settings HTTP/1.1\r\n" + FORM_FIELDS
        + b"Content-Length: 99999999\r\n\r\n", right=((404, 413),)),
    Odd("a form with a chunk that is none", b"POST /settings HTTP/1.1\r\n" + FORM_FIELDS
        + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", right=((400, 404),)),
    Odd("a form without its fields", b"".join(form(b"%zz;&&=")), right=((404, 500),)),
    # Files
    Odd("a file that is not there", get(b"/static/nothing.css"), right=NOT_THERE),
    Odd("a file, if it has changed", get(b"/static/style.css", b'If-None-Match: "other"\r\n'), right=READ),
    Odd("a file, if there is none", get(b"/static/style.css", b"If-None-Match: *\r\n"), right=((304, 404),)),
    Odd("a part of a file", get(b"/static/style.css", b"Range: bytes=0-3\r\n"), right=((206, 404),)),
    # Clients that leave
    Odd("a connection without a byte", b"", leaves=CLOSES),
    Odd("cut in the middle of the head", b"GET / HTTP/1.1\r\nHo", leaves=CLOSES),
    Odd("reset in the middle of the head", b"GET / HTTP/1.1\r\nHo", leaves=RESETS),
    Odd("a head that ends too early", b"GET / HTTP/1.1\r\nHo", leaves=ENDS, may_close=True, right=((400,),)),
    Odd("cut in the middle of content", post(CONTENT)[0] + CONTENT[:9], leaves=CLOSES),
    Odd("reset in the middle of content", post(CONTENT)[0] + CONTENT[:9], leaves=RESETS),
    Odd("a form that is cut", form(FORM)[0] + FORM[:9], leaves=CLOSES),
    Odd("a form that ends too early", form(FORM)[0] + FORM[:9], leaves=ENDS, may_close=True, right=((400, 404),)),
    Odd("cut in the middle of a chunk", b"POST /settings HTTP/1.1\r\n" + CHUNKED + b"9\r\nabc", leaves=CLOSES),
    Odd("gone before the answer", get(b"/"), leaves=RESETS),
    Crowd(),
]
# These take as long as the server's limits of time are.
OVERDUE = [
    Odd("a head that never ends", b"GET / HTTP/1.1\r\nHo", right=((408,),), patience=LIMIT_PATIENCE),
    Odd("content that never ends", post(CONTENT)[0] + CONTENT[:9], right=DISCARDED, patience=LIMIT_PATIENCE),
    Odd("a form that never ends", form(FORM)[0] + FORM[:9], right=((404, 408),), patience=LIMIT_PATIENCE),
]


def run_overdue(server):
    """Send what waits for the server's limits of time, all at once; return the Treatment of each client."""
    with ThreadPoolExecutor(len(OVERDUE)) as clients:
        return list(clients.map(lambda odd: odd.send(server), OVERDUE))


def run(server, script=SCRIPT):
    """Send the script; return the Treatment of each client. Raises Broken when the server ends."""
    treatments = []
    for odd in script:
        treatments.append(odd.send(server))
        server.settle()
    return treatments
