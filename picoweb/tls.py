"""HTTPS on a board."""


def wrap_socket(app, s):
    """The socket of a connection, encrypted by the SSLContext of the app.

    The handshake comes with the first bytes.
    """
    s.setsockopt(6, 1, 1)  # IPPROTO_TCP, TCP_NODELAY
    return app.ssl.wrap_socket(s, server_side=True, do_handshake_on_connect=False)
