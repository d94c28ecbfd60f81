"""JSON is taken as RFC 8259 has it, whatever the runtime's parser thinks of it."""

import json

from harness import client_of, heap_kept_by, raises
from picoweb.messages.jsontext import check

GOOD = ("null", " true ", "0", "-0", "12", "-1.5e+10", "1E5", "0.1", '""', '"a\\n\\u00fc\\"\\\\"', '"\u00fc"', "[]", "{}", "[ ]",
        "{ }", "[1,2 , 3]", '{"a":1,"b":[{}, [], null]}', '{"a" : {"b" : "}"}}', '["]", "\\\\", "a"]', "\n[\t1\r]\n")
BAD = ("", " ", "nul", "True", "None", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "1_0", "NaN", "Infinity", "-Infinity",
       "1 2", '"', '"a', "'a'", '"\\x41"', '"\\u12"', '"\\u12g4"', '"a\nb"', '"a\tb"', '"\0"', "[", "]", "[1", "[1,", "[1,]", "[,1]",
       "[1 2]", "[1}", "{", "}", '{"a"}', '{"a" 1}', '{"a":}', '{"a":1,}', '{,}', "{a:1}", "{1:2}", '{"a":1 "b":2}', '{"a":1]',
       "[] []", "[]]", "{}}", "1,", "\u0661", "[1]x", "/**/1", '"\\', '"\\"', '["a\\"]', "1" * 400)


def test_good():
    for text in GOOD:
        data = text.encode()
        assert check(data) is data
        json.loads(text)


def test_bad():
    for text in BAD:
        assert str(raises(ValueError, check, text.encode())).startswith("malformed JSON at "), text


def test_depth_is_bounded():
    check(b"[" * 64 + b"]" * 64)
    raises(ValueError, check, b"[" * 65 + b"]" * 65)
    raises(ValueError, check, b"[" * 10000)


def test_long_strings():
    check(b'"' + b"\\n" * 5000 + b'"')
    check(b'"' + b'\\"' * 5000 + b'"')
    check(b"[" + b'"x",' * 2000 + b"1]")


def test_pairs_of_surrogates():
    wave = "\U0001f44b".encode()
    for text, decoded in ((b'"\\ud83d\\uDC4B"', b'"%s"' % wave), (b'["a\\\\\\ud83d\\udc4bb", "\\ud83d\\udc4b\\ud83d\\udc4b"]',
                          b'["a\\\\%sb", "%s%s"]' % (wave, wave, wave)), (b'"\\\\ud83d"', b'"\\\\ud83d"')):
        assert check(text) == decoded
    for text in (b'"\\ud83d"', b'"\\udc4b"', b'"\\udc4b\\ud83d"', b'"\\ud83d\\n"', b'"\\ud83d\\u0041"', b'"\\ud83d\\ud83d"', b'"\\ud83d\\udc4'):
        raises(ValueError, check, text)


def test_pairs_of_surrogates_leave_nothing_behind():
    def check_many(first):
        for low in range(first, first + 500):
            check(b'"\\ud83c\\u%04x"' % low)

    check_many(0xDC00)
    assert heap_kept_by(check_many, 0xDE00) < 500


def test_time_is_in_proportion():
    import time

    spent = []
    for n in (2000, 16000):
        data = b"[" + b"1," * n + b"1]"
        start = time.time()
        check(data)
        spent.append(time.time() - start)
    assert spent[1] < 24 * spent[0] + 0.2, spent


def test_in_a_request():
    async def handler(req, resp):
        return [await req.json()]

    client = client_of(("/", handler))
    assert client.post("/", json={"a": [1, "\u00fc"]}).json() == [{"a": [1, "\u00fc"]}]
    for kind in ("application/json; charset=utf-8", "application/problem+json", "Application/JSON", ""):
        assert client.post("/", data=b"1", headers={"Content-Type": kind}).json() == [1], kind
    assert client.post("/", data=b"1").json() == [1]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        answer = client.post("/", data=b"1", headers={"Content-Type": kind})
        assert (answer.status_code, answer.text) == (415, "415 Unsupported Media Type: not JSON, but %s\n" % kind)
    for data, why in ((b'{"a" 1}', "malformed JSON at 5"), (b"", "malformed JSON at 0"), (b'"\xff"', "not UTF-8")):
        answer = client.post("/", data=data)
        assert (answer.status_code, answer.text) == (400, "400 Bad Request: %s\n" % why)
