"""The request: fields, query, forms and content, made when they are asked for."""

import picoweb
from harness import client_of, heap_kept_by
from picoweb.http.fields import field_text
from picoweb.testing import TestResponse

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


def form(req, resp):
    yield from req.read_form_data()
    return req.form


def test_what_is_there_before_the_handler():
    def handler(req, resp):
        req.mine = 1
        assert req.reader is resp
        return [req.method, req.path, req.qs, req.mine]

    assert client_of(("/p", handler)).put("/p?a=%31").json() == ["PUT", "/p", "a=%31", 1]


def test_headers():
    def handler(req, resp):
        h = req.headers
        assert h is req.headers
        assert h[b"Content-Length"] == b"2" and h["content-LENGTH"] == "2"
        assert b"X-A" in h and "x-a" in h and "X-B" not in h
        assert h.get("X-B") is None and h.get("X-B", "d") == "d"
        assert h["X-A"] == "1, 2" and h[b"x-a"] == b"1, 2"
        assert h["Odd"] == "\xff" and h[b"Odd"] == b"\xff" and h["utf"] == "\u20ac" and h["Empty"] == ""
        names = list(h)
        assert len(h) == len(names) == len(list(h.items())) == 8
        assert (b"X-A", b"2") in list(h.items()) and b"Host" in list(h.keys()) and b"" in list(h.values())
        try:
            h["X"]
        except KeyError as error:
            assert error.args[0] == "X"
            return "ok"

    raw = client_of(("/", handler)).send(
        HEAD + b"X-A: 1\r\nContent-Length:2\r\nX-A:\t 2 \r\nOdd: \xff\r\nutf: \xe2\x82\xac\r\nEmpty:\r\n\r\nab"
    )
    assert raw.endswith(b"\r\n\r\nok"), raw


def test_fields_that_are_not_utf8_leave_nothing_behind():
    assert heap_kept_by(field_text, b"\xff" + bytes(range(33, 255))) < 300
    assert field_text(bytes(range(256))) == "".join([chr(byte) for byte in range(256)])


def test_form():
    client = client_of(("/", form))
    assert client.post("/", data="a=1&b=x+y&c=%C3%BC&d&e=&a=2").json() == {
        "a": ["1", "2"], "b": "x y", "c": "\u00fc", "d": True, "e": ""}
    assert client.post("/", data="a=1;b=2").json() == {"a": "1;b=2"}
    assert client.post("/", data=b"").json() == {}
    chunked = b"Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n4\r\n&b=2\r\n0\r\n\r\n"
    assert b'"b": "2"' in client.send(HEAD + chunked)


def test_form_refused():
    client = client_of(("/", form))
    assert client.get("/").status_code == 411
    assert client.post("/", data="&".join("k%d=v" % i for i in range(1000))).status_code in (400, 413)
    client.app.limits.body = 20
    assert client.post("/", data="a" * 30).status_code == 413
    assert client.post("/", data=b"a=\xff%ff%zz").status_code == 200


def test_args_of_a_request_that_comes_again():
    def handler(req, resp):
        if req.qs == "mine":
            req.qs = "a=mine"
        args = req.args
        args.setdefault("a", "b")
        if isinstance(args["a"], list):
            args["a"].append("c")
        return args

    def alone(req, resp):
        args = req.args
        before = dict(args)
        args["a"] = "other"
        return before

    client = client_of(("/", handler), ("/alone", alone))
    for _ in range(3):
        assert client.get("/?a=1&a=2").json() == {"a": ["1", "2", "c"]}
        assert client.get("/?mine").json() == {"a": "mine"}
        assert client.get("/").json() == {"a": "b"}
    for _ in range(3):
        assert client.get("/alone?a=1&b").json() == {"a": "1", "b": True}
    assert client.get("/alone?" + "a=1&" * 100 + "a").status_code == 400


def test_parse_qs_and_args():
    def generator(req, resp):
        yield from req.parse_qs()
        return req.form

    async def waits(req, resp):
        await req.parse_qs()
        return req.form

    def plain(req, resp):
        req.parse_qs()
        return req.form

    def args(req, resp):
        return req.args

    for handler in (generator, waits, plain, args):
        client = client_of(("/", handler))
        assert client.get("/?a=1&a=2&b=%20&c").json() == {"a": ["1", "2"], "b": " ", "c": True}
        assert client.get("/").json() == {}
        assert client.get("/?" + "&".join("k%d" % i for i in range(200))).status_code == 400


def test_body_and_json():
    async def body(req, resp):
        return await req.body()

    async def small(req, resp):
        return await req.body(3)

    async def json(req, resp):
        return [await req.json()]

    client = client_of(("/body", body), ("/small", small), ("/json", json))
    assert client.post("/body", data=b"\x00\xff").data == b"\x00\xff"
    assert client.post("/small", data=b"abc").data == b"abc"
    assert client.post("/small", data=b"abcd").status_code == 413
    assert client.post("/json", json={"a": "\u00fc"}).json() == [{"a": "\u00fc"}]
    for nonsense in (b"]", b"", b"nul"):
        assert client.post("/json", data=nonsense).status_code == 400, nonsense


def test_content_is_there_again():
    async def again(req, resp):
        body = await req.body()
        return {"same": body == await req.body(), "json": await req.json(), "twice": await req.json()}

    async def form(req, resp):
        await req.read_form_data()
        first = req.form
        req.parse_qs()
        await req.read_form_data()
        return [first, req.form]

    async def body_first(req, resp):
        body = await req.body()
        await req.read_form_data()
        return [body.decode(), req.form]

    client = client_of(("/again", again), ("/form", form), ("/body", body_first))
    assert client.post("/again", json=[1]).json() == {"same": True, "json": [1], "twice": [1]}
    assert client.post("/form?b=2", data={"a": "1"}).json() == [{"a": "1"}, {"a": "1"}]
    assert client.post("/body", data={"a": "1"}).json() == ["a=1", {"a": "1"}]


def test_unknown_attributes():
    def handler(req, resp):
        return [hasattr(req, "form"), hasattr(req, "nonsense"), hasattr(req, "url_match")]

    assert client_of(("/", handler)).get("/").json() == [False, False, False]
    assert picoweb.HTTPRequest


def test_a_form_is_no_other_content():
    async def handler(req, resp):
        await req.read_form_data()
        return req.form

    client = client_of(("/", handler))
    for kind in ("application/x-www-form-urlencoded; charset=UTF-8", "text/plain;charset=UTF-8", ""):
        assert client.post("/", data=b"a=1", headers={"Content-Type": kind, "X-Content-Type": "json"}).json() == {"a": "1"}
    assert client.post("/", data=b"a=1", headers={"Content-Type": "application/json"}).json() == {"a": "1"}  # older pages say so
    assert client.post("/", data=b"{1}=1", headers={"Accept": "application/xml"}).json() == {"{1}": "1"}
    for kind, content in (("application/json", b'{"a": 1}'), ("Application/JSON; charset=utf-8", b"[1]"),
                          ("multipart/form-data; boundary=x", b"a=1")):
        answer = client.post("/", data=content, headers={"Content-Type": kind})
        assert (answer.status_code, answer.text) == (415, "415 Unsupported Media Type: not a form\n")


def test_content_is_bytes_behind_json_as_well():
    async def both(req, resp):
        value = await req.json()
        content = await req.body()
        assert isinstance(content, bytes) and content is await req.body()
        return [value, content.decode(), await req.json()]

    assert client_of(("/", both)).post("/", data="[1]").json() == [[1], "[1]", [1]]


def test_malformed_utf_8():
    async def echo(req, resp):
        if req.path == "/form":
            await req.read_form_data()
            return req.form
        if req.path == "/json":
            return [await req.json()]
        return [req.args["a"], req.path, req.headers["x-a"]]

    client = client_of(("/form", echo), ("/json", echo), ("/query", echo))
    for raw, count in (  # too long a form, half a pair of surrogates, beyond U+10FFFF, cut short, and no lead
        (b"\xc0\x80", 2), (b"\xe0\x80\xaf", 3), (b"\xf0\x80\x80\x80", 4), (b"\xed\xa0\x80", 3), (b"\xf4\x90\x80\x80", 4),
        (b"\xf8\x88\x80\x80\x80", 5), (b"\xe2\x82", 1), (b"\x80", 1),
    ):
        encoded = "".join(["%%%02X" % byte for byte in raw])
        replaced = "\ufffd" * count + "b"
        head = b"GET /query?a=" + encoded.encode() + b"b HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: " + raw + b"\r\n\r\n"
        answer = TestResponse(client.send(head)).json()
        assert answer[0] == replaced and answer[2].encode("utf-8") == "".join([chr(byte) for byte in raw]).encode("utf-8"), raw
        assert client.post("/form", data="a=%sb" % encoded).json() == {"a": replaced}, raw
        assert client.post("/form", data=b"a=" + raw + b"b").json() == {"a": replaced}, raw
        refused = client.post("/json", data=b'"' + raw + b'"')
        assert refused.status_code == 400 and "UTF-8" in refused.text, raw
    assert client.post("/json", data="[\"\u00e9\u20ac\U0001f600\"]").json() == [["\u00e9\u20ac\U0001f600"]]
