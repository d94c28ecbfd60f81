"""Where names are: loaded when one is asked for the first time, and dropped again."""

# Whose names they are (the package's own: -, WebApp: A, Stream: S, HTTPRequest: R; as keys 0 to 3), the module
# they are in, and they. In pieces, as a board may have no large one of heap left.
TABLE = (
    """
- modules module 
- app WebApp Limits 
- stream start_response 
- response jsonify 
- helpers http_error redirect abort 
- files get_mime_type 
- writer sendstream 
- http HTTPError 
- request HTTPRequest 
""",
    """
- quoting parse_qs quote 
- markup html_escape 
- utils unquote_plus 
- subclass complete 
- moving move go_on 
- sse EventSource 
- broadcast Broadcast 
- room step 
- stepping sleep 
- stopping close 
- bare poll Listener 
- blocking run_blocking 
- card card 
- log Log 
A response answer 
""",
    """
A routing special not_found 
A search _search 
A rules rule converters 
A urls url_for 
A verbs add_url_rule get post put patch delete 
""",
    """
A hooks before_request after_request errorhandler teardown teardown_request 
A errors handle_exc handle_error 
A mounts mount descend 
A template _load_template render_template render_str template_loader 
""",
    """
A looping run_loop serve 
A files sendfile max_age 
A static send_static static_match 
A folders add_static 
A log info 
A server start_server get_event_loop serve_forever 
A stopping shutdown 
A tls wrap_socket 
A oneshot run_coroutine 
A stepping steps 
A thread start_thread stop 
""",
    """
S status status_line 
S headers fields check 
S reader read 
S late wait discard linger 
S lines readexactly readinto readline leave 
""",
    """
S large flush write_long frame grow 
S writer awritestr awriteiter aclose close write drain wait_closed get_extra_info 
S cookies set_cookie delete_cookie 
R cookies _cookies 
R peer _remote_addr 
""",
    """
R reader body 
R content json 
R form _args parse_qs read_form_data 
R fields _headers 
""",
)


def find(name, key):
    """The module of what is called `name` among what belongs to an owner, and the names in it: a list of str, or None."""
    name = " " + name + " "
    key = "\n" + "-ASR"[key]
    for data in TABLE:
        end = data.find(name)
        while end >= 0:
            start = data.rfind("\n", 0, end)
            if data.startswith(key, start) and end > start + 2:  # not the module of that name
                return data[start + 3 : data.find("\n", end) - 1].split(" ")
            end = data.find(name, end + 1)
