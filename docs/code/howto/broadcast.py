import picoweb

PAGE = """<!doctype html>
<title>Board</title>
<form><input name="text" autofocus> <button>Say it</button></form>
<ul></ul>
<script>
document.forms[0].onsubmit = event => {
    event.preventDefault();
    fetch("say", {method: "POST", body: new URLSearchParams(new FormData(event.target))});
    event.target.reset();
};
new EventSource("events").onmessage = event => {
    let item = document.createElement("li");
    item.textContent = JSON.parse(event.data).text;
    document.querySelector("ul").prepend(item);
};
</script>
"""

app = picoweb.WebApp(__name__)
news = picoweb.Broadcast(limit=16)


@app.get("/")
def index(req, resp):
    return PAGE


@app.get("/events")
async def events(req, resp):
    await news.serve(req, resp)


@app.post("/say")
async def say(req, resp):
    await req.read_form_data()
    news.send({"text": req.form.get("text", "")})
    return {"listeners": len(news)}


if __name__ == "__main__":
    app.run(debug=True)
