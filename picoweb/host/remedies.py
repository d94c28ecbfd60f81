"""What to write in place of names that requests and answers have in other frameworks.

A computer says it, where apps are developed. A board has no room for it.
"""

from ..messages.request import HTTPRequest
from ..serving.stream import Stream

OF_REQUESTS = {
    "get_json": "await req.json()",
    "data": "await req.body()",
    "text": "await req.body()",
    "query": "req.args, or req.qs as text",
    "query_string": "req.qs",
    "values": "req.args, or req.form after await req.read_form_data()",
    "url": "req.path, and req.qs",
    "content_type": 'req.headers.get("Content-Type")',
    "content_length": 'req.headers.get("Content-Length")',
    "client_addr": "req.remote_addr",
}
OF_ANSWERS = {
    "headers": "resp.set_header(name, value), or return content, 200, {name: value}",
    "content_type": "return content, 200, {\"Content-Type\": ...}, or start_response(resp, content_type)",
    "send": "return the content, or await resp.awrite(content)",
    "json": "return a dict or a list, or await picoweb.jsonify(resp, value)",
    "redirect": "return picoweb.redirect(url)",
    "render": "await app.render_template(resp, name, values)",
}
OF_STATUS = "return content, 404, or start_response(resp, status=404)"


class Missing:
    """An attribute of an answer that is not there: who asks for it is told what to write. An app may set one of its own."""

    def __init__(self, name, remedy):
        self.error = "resp.%s is not there: write %s" % (name, remedy)

    def __get__(self, resp, owner):
        raise AttributeError(self.error)


class Refused(Missing):
    """One that cannot be set either, as nothing would come of it."""

    def __set__(self, resp, value):
        raise AttributeError(self.error)


_attribute = HTTPRequest.__dict__["__getattr__"]


def attribute_of_request(req, name):
    """An attribute that a request makes when it is asked for. Raises AttributeError, with a remedy if there is one."""
    try:
        return _attribute(req, name)
    except AttributeError:
        if name in OF_REQUESTS:
            raise AttributeError("req.%s is not there: write %s" % (name, OF_REQUESTS[name])) from None
        raise


def install():
    """Have requests and answers say what to write."""
    setattr(HTTPRequest, "__getattr__", attribute_of_request)
    setattr(Stream, "status_code", Refused("status_code", OF_STATUS))
    for name, remedy in OF_ANSWERS.items():
        setattr(Stream, name, Missing(name, remedy))
