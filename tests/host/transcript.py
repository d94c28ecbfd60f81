"""Transcripts of a shell, as the documentation shows them: what they say has to be what happens.

A line `$ curl ...` is asked of the server that is tested, and the lines below it are what curl prints.
A line `...` among them stands for any lines, and a Date for that of the answer.
"""

import argparse
import base64
import json
import re
import shlex

curl = argparse.ArgumentParser("curl")
curl.add_argument("url")
curl.add_argument("-i", action="store_true", help="print the head as well")
curl.add_argument("-X", dest="method")
curl.add_argument("-H", dest="fields", action="append", default=[])
curl.add_argument("-d", dest="data", action="append")
curl.add_argument("-b", dest="cookies")
curl.add_argument("-u", dest="user")
curl.add_argument("--json")
curl.add_argument("--cacert")


def replay(path, client):
    """Ask what a transcript asks, and compare. client: an apps.Client."""
    commands = list(read(path))
    assert commands, f"{path} has no command"
    for command, expected in commands:
        words = shlex.split(command)
        assert words[0] == "curl", f"{path}: only curl can be replayed, not {command}"
        said = ask(client, curl.parse_args(words[1:]))
        assert same(expected, said), f"{path}: $ {command}\n--- it says\n{expected}\n--- it is\n{said}"


def read(path):
    """Yield (command, what it prints) of a transcript."""
    for block in re.split(r"^\$ ", path.read_text(), flags=re.M)[1:]:
        command, _, expected = block.replace("\\\n", "").partition("\n")
        yield command, expected.rstrip("\n")


def ask(client, options):
    """What curl would print, carriage returns aside."""
    fields = dict(re.split(": *", field, maxsplit=1) for field in options.fields)
    body = options.json
    if options.json:
        fields["Content-Type"] = "application/json"
    elif options.data:
        body = "&".join(options.data)
        fields.setdefault("Content-Type", "application/x-www-form-urlencoded")
    if options.cookies:
        fields["Cookie"] = options.cookies
    if options.user:
        fields["Authorization"] = "Basic " + base64.b64encode(options.user.encode()).decode()
    scheme, target = re.fullmatch("(https?)://127.0.0.1:8081(/.*)", options.url).groups()
    assert bool(options.cacert) == (scheme == "https"), options.url
    connection = client.connect(options.cacert)
    connection.request(options.method or ("GET" if body is None else "POST"), target, body, fields)
    answer = connection.getresponse()
    lines = []
    if options.i:
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *map(": ".join, answer.headers.items()), ""]
    return "\n".join(lines + [answer.read().decode().rstrip("\n")]).rstrip("\n")


def same(expected, said):
    """Whether a text is the expected one; of JSON objects, whose keys have no order on a board, the value counts."""
    try:
        return json.loads(expected) == json.loads(said)
    except ValueError:
        return bool(re.fullmatch("\n".join(map(pattern_of, expected.split("\n"))), said, re.S))


def pattern_of(line):
    """The regular expression for a line of a transcript."""
    if line.startswith("Date: "):
        return r"Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"
    return ".*" if line == "..." else re.escape(line)
