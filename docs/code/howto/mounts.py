import picoweb

site = picoweb.WebApp(__name__)
plants = picoweb.WebApp(__name__, serve_static=False)
admin = picoweb.WebApp(__name__, serve_static=False)
site.mount("/plants", plants)
site.mount("/admin", admin)


@site.get("/")
def index(req, resp):
    return '<a href="%s">Basil</a>' % site.url_for("plant", kind="basil")


@plants.get("/<kind>")
def plant(req, resp, kind):
    return "%s, from %s, below %s" % (kind, req.path, plants.url)


@admin.before_request
def closed(req, resp):
    return "Nobody is the admin", 403


@admin.get("/")
def desk(req, resp):
    return "Never seen"


if __name__ == "__main__":
    site.run(debug=True)
