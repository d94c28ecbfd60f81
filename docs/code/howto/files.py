import picoweb

app = picoweb.WebApp(__name__, static_folder="assets")
app.max_age = 600  # seconds


@app.get("/")
def index(req, resp):
    return '<link rel="stylesheet" href="%s"><h1>Log book</h1>' % app.url_for("static", filename="style.css")


@app.get("/log")
def log(req, resp):
    return app.sendfile(resp, "assets/log.csv", max_age=0)


@app.get("/download")
def download(req, resp):
    return app.sendfile(resp, "assets/log.csv", download_name="log of May.csv")


if __name__ == "__main__":
    app.run(debug=True)
