"""Apps inside an app: each is an app of its own, and gets what is below its place.

In a mounted app `req.path` is relative to where it is mounted. An app may hold
others in turn.
"""

import picoweb

PAGE = """<!doctype html>
<title>A site of three apps</title>
<p><a href="blog/">Blog</a>, <a href="shop/">shop</a>, <a href="shop/cart/">cart</a>
"""

site = picoweb.WebApp(__name__)
blog = picoweb.WebApp(__name__)
shop = picoweb.WebApp(__name__)
cart = picoweb.WebApp(__name__)


@site.route("/")
def home(req, resp):
    return PAGE


@blog.route("/")
def posts(req, resp):
    return '<p><a href="first">The first post</a>'


@blog.route("/first")
def first_post(req, resp):
    return "The blog answers for %s." % req.path


@shop.route("/")
def offers(req, resp):
    return '<p>Seeds and pots. <a href="cart/">Your cart</a>'


@cart.route("/")
def contents(req, resp):
    return "The cart, which is at %s of the site, is empty." % cart.url


shop.mount("/cart", cart)
site.mount("/blog", blog)
site.mount("/shop", shop)
app = site

if __name__ == "__main__":
    app.run(debug=True)
