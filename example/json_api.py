"""An API in JSON: notes that are listed, added, read and deleted.

A dict or a list that a handler returns is its JSON; with a status, and with
header fields, it is a tuple.
"""

import re

import picoweb

app = picoweb.WebApp(__name__)
notes = {1: "water the basil"}
note_url = re.compile("^/notes/([0-9]+)$")


@app.route("/")
def index(req, resp):
    return '<a href="notes">All notes</a>, <a href="notes/1">the first</a>'


@app.route("/notes", methods=["GET"])
def list_notes(req, resp):
    return [{"id": number, "text": notes[number]} for number in sorted(notes)]


@app.route("/notes", methods=["POST"])
async def add_note(req, resp):
    sent = await req.json()  # malformed JSON is answered with 400
    if not isinstance(sent, dict) or not isinstance(sent.get("text"), str):
        return {"error": "send an object with a text"}, 400
    number = max(notes, default=0) + 1
    notes[number] = sent["text"]
    return {"id": number}, 201, {"Location": "notes/%d" % number}


@app.route(note_url, methods=["GET"])
async def read_note(req, resp):
    number = int(req.url_match.group(1))
    if number not in notes:
        return {"error": "no note %d" % number}, 404
    await picoweb.jsonify(resp, {"id": number, "text": notes[number]})


@app.route(note_url, methods=["DELETE"])
def delete_note(req, resp):
    notes.pop(int(req.url_match.group(1)), None)
    return "", 204


if __name__ == "__main__":
    app.run(debug=True)
