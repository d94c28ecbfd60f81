import picoweb

app = picoweb.WebApp(__name__)


@app.post("/double")
async def double(req, resp):
    sent = await req.json()
    if not isinstance(sent, dict) or not isinstance(sent.get("number"), (int, float)):
        picoweb.abort(422, "a number is needed")
    return {"double": 2 * sent["number"]}


if __name__ == "__main__":
    app.run(debug=True)
