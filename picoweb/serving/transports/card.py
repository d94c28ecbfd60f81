"""What `print(app)` shows while it serves by `steps` or in a thread."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...app import WebApp

HTTP_PORT, HTTPS_PORT = 80, 443


def card(app: "WebApp") -> str:
    """Where an app is served: its address, the board's MAC, and the URL to open."""
    server = app.server
    if not server:
        return "<WebApp, which does not serve>"
    if not getattr(server, "address", None):
        return "<WebApp, which serves on a socket it was given>"
    host, port = server.address
    address, mac = _of_interface()
    if not host or host == "0.0.0.0":
        host = address or "0.0.0.0"
    lines = ["address  %s, port %s" % (host, port)]
    if mac:
        lines.append("MAC      " + mac)
    lines.append("open     " + _url(app, host, port))
    return "\n".join(lines)


def _of_interface():
    """Address and MAC (str or None) of the board in its network, as far as its firmware tells."""
    try:
        from network import AP_IF, STA_IF, WLAN  # type: ignore[import-not-found]

        for interface in map(WLAN, (STA_IF, AP_IF)):
            if interface.active():
                return interface.ifconfig()[0], ":".join("%02x" % byte for byte in interface.config("mac"))
    except (ImportError, AttributeError, OSError):
        pass
    return None, None


def _url(app, host, port):
    """The URL of an app, without the port if it is the usual one."""
    scheme, usual_port = ("https", HTTPS_PORT) if app.ssl else ("http", HTTP_PORT)
    return "%s://%s%s/" % (scheme, host, "" if int(port) == usual_port else ":%s" % port)
