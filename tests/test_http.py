"""Heads: bytes in, facts out."""

from harness import raises
from picoweb.http.chunked import check_line_end, check_trailer_line, parse_chunk_line
from picoweb.http.conditions import parse_date
from picoweb.http.dates import date_field, format_date
from picoweb.http.errors import HTTPError
from picoweb.http.heads import check_beginning, check_token as check, parse_fields, parse_request_line


def line(text):
    found = parse_request_line(text + b"\r\n")
    return found.verb, found.url_path, found.query_text, found.http_minor


def refused(function, data):
    return raises(HTTPError, function, data).status


def test_request_lines():
    assert line(b"GET / HTTP/1.1") == ("GET", "/", "", 1)
    assert line(b"POST /a/b?c=d&e?f HTTP/1.0") == ("POST", "/a/b", "c=d&e?f", 0)
    assert line(b"GET /%61%2F?%61 HTTP/1.1") == ("GET", "/a/", "%61", 1)
    assert line(b"GET /100% HTTP/1.1") == ("GET", "/100%", "", 1)
    assert line(b"OPTIONS * HTTP/1.1") == ("OPTIONS", "*", "", 1)
    assert line(b"GET http://h HTTP/1.1") == ("GET", "/", "", 1)
    assert line(b"GET http://h:80/p%20q?r HTTP/1.1") == ("GET", "/p q", "r", 1)
    assert line(b"GET http://h?r HTTP/1.1") == ("GET", "/", "r", 1)
    assert line(b"GET //evil.example/x HTTP/1.1")[1] == "//evil.example/x"
    assert line(b"M-SEARCH / HTTP/1.1")[0] == "M-SEARCH"
    assert line(b"OPTIONS /a HTTP/1.1")[:2] == ("OPTIONS", "/a")


def test_request_lines_that_are_none():
    for text in (b"", b"GET", b"GET /", b"GET / ", b"GET  / HTTP/1.1", b" GET / HTTP/1.1", b"GET / HTTP/1.1 ",
                 b"GET / / HTTP/1.1", b"G\x00T / HTTP/1.1", b"G{T / HTTP/1.1", b"GET /\x7f HTTP/1.1",
                 b"GET /\xc3\xbc HTTP/1.1", b"GET /\t HTTP/1.1", b"GET / http/1.1", b"GET / HTTP/11",
                 b"GET x HTTP/1.1", b"GET ? HTTP/1.1", b"CONNECT / HTTP/1.1", b"CONNECT h:80 HTTP/1.1", b"GET ht-tp://h/ HTTP/1.1", b"GET / HTTP/1.1\r"):
        assert refused(line, text) == 400, text
    for text in (b"GET / HTTP/2.2", b"GET / HTTP/2.0", b"GET / HTTP/0.9", b"GET / HTTP/3.1"):
        assert refused(line, text) == 505, text
    assert refused(parse_request_line, b"GET / HTTP/1.1\n") == 400
    assert parse_request_line(b"GET / HTTP/1.1\r\n", 16).url_path == "/"
    assert raises(HTTPError, parse_request_line, b"GET / HTTP/1.1\r\n", 15).status == 414


def test_tokens():
    check(b"a!#$%&'*+-.^_`|~09z")
    for text in (b"", b"a b", b"a:", b"(", b"a\x80", b"\t", b"a/b", b"a@", b'"'):
        assert refused(check, text) == 400, text


def test_fields():
    assert parse_fields(b"\r\n") == (b"\r\n", False, False, 0, False)
    data = b"HOST: x\r\nconnection: Keep-Alive, CLOSE\r\nContent-Length:\t 12 \r\nExpect: 100-Continue\r\n\r\n"
    assert parse_fields(data) == (data, True, True, 12, True)
    data = b"Transfer-Encoding: Chunked\r\nConnection: keep-alive\r\nEmpty:\r\nX: \xff\x80\r\n\r\n"
    assert parse_fields(data) == (data, False, False, -1, False)
    assert parse_fields(b"Content-Length: 3\r\nContent-Length: 3\r\n\r\n")[3] == 3


def test_fields_with_a_part_of_the_name_of_one_that_frames():
    data = b"Content: 1\r\nLength: 2\r\nT: chunked\r\nEncoding: gzip\r\nE: 3\r\n\r\n"
    assert parse_fields(data)[1:] == (False, False, 0, False)


def test_more_fields_than_there_may_be():
    data = b"A: b\r\nC: d\r\n\r\n"
    assert parse_fields(data, 14, 2)[0] == data
    assert raises(HTTPError, parse_fields, data, 13, 2).status == 431
    assert raises(HTTPError, parse_fields, data, 14, 1).status == 431


def test_fields_that_are_none():
    for text in (b"A", b"A b: c", b"A : b", b" A: b", b"\tA: b", b": b", b"A: b\0", b"A: \rb", b"A: b\nC: d", b"A: b\r",
                 b"A\xc3\xbc: b", b"Host: x\r\nHost: x"):
        assert refused(parse_fields, text + b"\r\n\r\n") == 400, text
    for status, text in ((417, b"Expect: more"), (501, b"Transfer-Encoding: gzip, chunked"),
                         (400, b"Transfer-Encoding: identity"), (400, b"Transfer-Encoding:")):
        assert refused(parse_fields, text + b"\r\n\r\n") == status, text


def test_beginnings_of_heads():
    for data in (b"", b"G", b"GET / HTTP/1.1\r", b"GET / HTTP/1.1\r\n", b"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r", b"\r\n", b"\r"):
        check_beginning(data)
    for status, data in ((400, b"\n"), (400, b"GET / HTTP/1.1\n"), (400, b"GET /\rx"), (400, b"GET\0"), (400, b"GET\r\n"),
                         (505, b"\r\nGET / HTTP/2.0\r\nA"), (400, b"GET / HTTP/1.1\r\nA: b\n")):
        assert refused(check_beginning, data) == status, data
    assert raises(HTTPError, check_beginning, b"GET / HTTP/1.1\r\nHost: x", 15).status == 414


def test_ends_of_lines():
    assert check_line_end(b"a;b\r\n") == b"a;b" and check_line_end(b"\r\n") == b""
    for data in (b"a\n", b"a\r", b"a", b"", b"\n", b"a\r\r\n", b"a\rb\r\n", b"\0\r\n"):
        assert refused(check_line_end, data) == 400, data


def test_lines_of_chunks():
    for line, size, extensions in ((b"0", 0, b""), (b"aF", 175, b""), (b"0" * 30 + b"1", 1, b""), (b"f" * 15, (1 << 60) - 1, b""),
                                   (b"3;a=b", 3, b"a=b"), (b'3 \t; a="b;c" ', 3, b'a="b;c"')):
        assert parse_chunk_line(line) == (size, extensions), line
    for line in (b"", b" ", b"+1", b"-1", b"0x1", b"1_0", b" 1", b"1 ", b"g", b"1" * 16, b";a", b"1;", b"1; ", b"1 2", b"\xb2"):
        assert refused(parse_chunk_line, line) == 400, line


def test_lines_of_trailers():
    for line in (b"A: b", b"a:", b"X-Sum:1"):
        check_trailer_line(line)
    for line in (b"A", b": b", b" A: b", b"A : b", b""):
        assert refused(check_trailer_line, line) == 400, line


def test_dates():
    moment = 1994, 11, 6, 8, 49, 37
    assert format_date(moment + (6, 310)) == b"Sun, 06 Nov 1994 08:49:37 GMT"
    assert format_date((2000, 1, 1, 0, 0, 0, 5, 1)) == b"Sat, 01 Jan 2000 00:00:00 GMT"
    assert date_field((2024, 1, 1, 0, 0, 0, 0, 1)) == b"Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
    assert date_field((2000, 1, 1, 0, 0, 0, 5, 1)) == date_field((2021, 1, 1, 0, 0, 0, 4, 1)) == b""  # a clock that was not set
    for text in (b"Sun, 06 Nov 1994 08:49:37 GMT", b"Sunday, 06-Nov-94 08:49:37 GMT", b"Sun Nov  6 08:49:37 1994"):
        assert parse_date(text) == moment, text
    assert parse_date(b"Sun, 06 Nov 69 08:49:37 GMT")[0] == 2069 and parse_date(b"Sun, 06 Nov 70 08:49:37 GMT")[0] == 1970
    for text in (b"", b"yesterday", b"Sun, 06 Nov 1994", b"Sun, 06 nov 1994 08:49:37 GMT", b"Sun, 06 ovD 1994 08:49:37 GMT",
                 b"Sun, +6 Nov 1994 08:49:37 GMT", b"Sun, 06 Nov 19941 08:49:37 GMT", b"Sun Nov 6 08:49:37 x"):
        assert parse_date(text) is None, text
