"""Where names are: loaded when one is asked for the first time, and dropped again."""

# Whose names they are (the package's own: -, WebApp: A, Stream: S, HTTPRequest: R), the module they are in,
# and they. In short rows, as a board may have no large piece of heap left.
ROWS = (
    "- modules module ",
    "- app WebApp Limits ",
    "- stream start_response ",
    "- response jsonify http_error redirect ",
    "- files get_mime_type sendstream StaticMatch handle_static ",
    "- http HTTPError ",
    "- request HTTPRequest ",
    "- quoting parse_qs quote ",
    "- markup html_escape ",
    "- utils unquote_plus ",
    "- subclass complete ",
    "- log Log ",
    "A response answer ",
    "A routing special not_found ",
    "A errors handle_exc handle_error ",
    "A mounts add_url_rule mount descend ",
    "A template _load_template render_template render_str ",
    "A files sendfile ",
    "A server start_server get_event_loop ",
    "A stopping serve_forever shutdown ",
    "A oneshot run_coroutine ",
    "S status status_line ",
    "S headers fields check ",
    "S reader read discard ",
    "S lines readexactly readinto readline leave ",
    "S writer awritestr awriteiter aclose close write drain wait_closed get_extra_info flush write_long grow ",
    "R content body json ",
    "R form args parse_qs read_form_data ",
    "R fields headers ",
)


def find(name, owner):
    """The module (str) of what is called `name` among what belongs to `owner`; None if it is in no row."""
    for line in ROWS:
        end = line.find(" ", 2)
        if line[0] == owner and line.find(" %s " % name, end) >= 0:
            return line[2:end]
