"""What apps use, beyond a page that says hello, and the modules that are loaded for it when it is first asked for.

What these import in turn comes with them. Errors, chunked content, slow heads and all else that a stranger can trigger
is no feature: it is in memory from the start.
"""

FEATURES = [
    ("header fields of the request: req.headers", "http.fields"),
    ("the query: req.args", "messages.form"),
    ("forms: read_form_data()", "messages.form serving.reading"),
    ("JSON from clients: req.json()", "messages.json_body serving.reading http.fields json"),
    ("any content: req.body(), req.reader.read()", "messages.body serving.reading"),
    ("cookies of the request: req.cookies", "messages.cookies http.fields"),
    ("setting cookies: resp.set_cookie()", "messages.cookies"),
    ("the client's address: req.remote_addr", "messages.peer"),
    ("redirect(), abort()", "messages.shortcuts"),
    ("awriteiter(), write(), aclose()", "serving.stream_writer"),
    ("more than 16 routes", "routing.index"),
    ("rules with variables", "routing.rules re"),
    ("url_for()", "routing.urls"),
    ("mounted apps", "routing.mounts"),
    ("hooks and error handlers", "routing.hooks"),
    ("files: sendfile()", "files.sendfile"),
    ("files: static/", "files.static"),
    ("files: static_folder=", "files.folders"),
    ("sendstream()", "files.sendstream"),
    ("templates compiled before", "templates.rendering"),
    ("templates compiled on the board", "templates.rendering templates.compiler templates.markup"),
    ("templates that extend others, compiled on the board", "templates.rendering templates.compiler templates.markup templates.blocks"),
    ("templates compiled on the board, while debugging", "templates.rendering templates.debug templates.markup"),
    ("html_escape()", "utils"),
    ("the log", "serving.log"),
    ("asyncio, for tasks beside the server", "serving.transports.loop serving.transports.asyncio_server"),
    ("asyncio, imported while serving", "serving.transports.handover serving.transports.asyncio_server"),
    ("server-sent events", "live.events serving.transports.asyncio_server json"),
    ("server-sent events for all who listen", "live.broadcast serving.transports.asyncio_server json"),
    ("steps(), in a loop of the app's own", "serving.transports.stepping"),
    ("steps() on sockets that cannot be polled", "serving.transports.stepping serving.transports.plain_sockets"),
    ("run(mode=\"blocking\")", "serving.transports.blocking"),
    ("start_thread()", "serving.transports.thread"),
    ("print(app)", "serving.transports.card"),
    ("HTTPS: run(ssl=...), without TLS itself", "serving.transports.tls"),
    ("TestClient", "testing serving.transports.asyncio_server"),
]
