"""What `print(app)` shows while it serves by `steps` or in a thread."""


def interface():
    """Address and MAC (str or None) of the board in its network, as far as its firmware tells."""
    try:
        import network

        for name in ("STA_IF", "AP_IF"):
            lan = network.WLAN(getattr(network, name))
            if lan.active():
                return lan.ifconfig()[0], ":".join("%02x" % byte for byte in lan.config("mac"))
    except (ImportError, AttributeError, OSError):
        pass
    return None, None


def card(app):
    """Where an app is served: its address, the board's MAC, and the URL to open."""
    server = app.server
    if not server:
        return "<WebApp, which does not serve>"
    if not getattr(server, "address", None):
        return "<WebApp, which serves on a socket it was given>"
    host, port = server.address
    found, mac = interface()
    if host == "0.0.0.0" and found:
        host = found
    lines = ["address  %s, port %s" % (host, port)]
    if mac:
        lines.append("MAC      " + mac)
    scheme, usual = ("https", 443) if app.ssl else ("http", 80)
    lines.append("open     %s://%s%s/" % (scheme, host, "" if port == usual else ":%s" % port))
    return "\n".join(lines)
