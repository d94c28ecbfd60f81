import jinja2

import picoweb

app = picoweb.WebApp(__name__)
app.template_loader = jinja2.Environment(loader=jinja2.FileSystemLoader("pages"), autoescape=True)


@app.get("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "hello.html", names=["basil", "<mint>"])


if __name__ == "__main__":
    app.run(debug=True)
