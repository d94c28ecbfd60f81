import picoweb  # first, while there is heap in one piece
import picoweb.messages.form  # what the first form would load

app = picoweb.WebApp(__name__, serve_static=False)


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    for n in range(100):
        await resp.awrite("<p>Piece %d" % n)


@app.route("/settings")
async def settings(req, resp):
    await req.read_form_data()
    return "Thank you"


if __name__ == "__main__":
    app.run()
