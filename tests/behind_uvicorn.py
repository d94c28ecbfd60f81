"""The portable tests with the app behind uvicorn: what they ask goes over a socket to uvicorn, and by ASGI to the app.

Takes the place of runner.py, and puts a server of its own in place of the harness's and of the client in memory.
"""

import asyncio
import contextlib
import importlib
import logging
import re
import socket
import sys
from pathlib import Path

import harness
from picoweb import testing
from picoweb.host.asgi import ASGI

SECONDS = 20
HEAD = re.compile(rb"HTTP/1\.1 .*?\r\n\r\n", re.S)
FIELD = re.compile(rb"^[a-z][a-z-]+(?=: )", re.M)

# What is left out, by file: all of it, or functions, and why.
CLIENT = "a client in memory has no address, and this one has"
HEADS = "uvicorn reads the heads, by rules of its own"
NO_HTTP = "no HTTP in it"
SHUTDOWN = "it is uvicorn that accepts connections and ends them"
WITHOUT = {
    "test_abuse": HEADS,
    "test_http": NO_HTTP,
    "test_legacy": SHUTDOWN,
    "test_jsontext": NO_HTTP,
    "test_template": NO_HTTP,
    "test_utils": NO_HTTP,
    "test_app": {
        "test_handle_exc_can_be_overridden": "where no answer was made, uvicorn gives one",
        "test_headers_modes": "fields are left in lower case",
        "test_what_says_the_same_is_remembered": HEADS,
        "test_init": "mounted apps are initialised before the first request, as by run()",
        "test_logging": HEADS,
        "test_a_log_gets_finished_texts": CLIENT,
        "test_the_log_shows_whole_paths": CLIENT,
        "test_the_log_has_the_status": CLIENT,
    },
    "test_connection": {
        "test_an_answer_instead_of_100_says_that_the_connection_ends": "uvicorn keeps connections, and ends them",
        "test_an_app_that_closes": "uvicorn keeps connections, and ends them",
        "test_extensions_of_chunks_have_an_end": "uvicorn reads the chunks",
        "test_a_line_without_an_end_is_refused_before_the_buffer_is_full": HEADS,
        "test_content_as_long_as_is_read_away_keeps_the_connection": "uvicorn reads away what it likes",
        "test_content_cut_short_reaches_no_handler": "uvicorn drops who has nothing more to send",
        "test_every_split_of_a_request_gives_the_same_answer": "pieces of input are for the socket in memory",
        "test_expect_100_continue": "pieces of input are for the socket in memory",
        "test_later_minor_versions_and_empty_members_of_a_list": HEADS,
        "test_malformed_heads_are_refused": HEADS,
        "test_no_memory_for_the_answer_to_an_error_is_a_503_that_takes_none": "where no answer was made, uvicorn gives one",
        "test_malformed_lengths_are_refused": HEADS,
        "test_on_a_socket_a_slow_client_is_dropped": HEADS,
    },
    "test_old_apps": {
        "test_header_fields_are_changed": "fields are left in lower case",
        "test_json_of_header_fields": "fields are left in lower case",
    },
    "test_cookies": {"test_only_spaces_and_tabs_are_left_out": "uvicorn refuses control characters"},
    "test_held_answers": {
        "test_json_and_errors_alone_say_their_length": CLIENT,
        "test_an_error_behind_a_whole_answer": CLIENT,
        "test_over_a_socket": "uvicorn makes the chunks",
        "test_what_is_closed_is_whole": "what is closed is cut off there",
        "test_an_answer_leaves_while_its_handler_waits_for_something_else": "nothing leaves then",
        "test_what_a_client_does_not_take_at_once_comes_later": "uvicorn makes the chunks",
    },
    "test_request": {"test_headers": "names of fields are in lower case"},
    "test_response": {
        "test_start_response": "ASGI has no reason phrases",
        "test_date": "a whole uvicorn writes it",
        "test_date_goes_on": "a whole uvicorn writes it",
    },
    "test_server": {
        "test_ipv6": SHUTDOWN,
        "test_a_head_leaves_while_its_handler_waits_for_something_else": "uvicorn sends the head with the content",
        "test_a_port_that_is_taken": SHUTDOWN,
        "test_a_second_run": SHUTDOWN,
        "test_a_cancelled_server_leaves_its_port": SHUTDOWN,
        "test_run_blocks_until_shutdown": SHUTDOWN,
        "test_shutdown_ends_handlers_that_sleep": SHUTDOWN,
        "test_shutdown_lets_requests_be_answered": SHUTDOWN,
    },
    "test_sse": {
        "test_one_place_is_left_by_default": SHUTDOWN,
        "test_no_memory_for_any_answer_has_a_browser_come_again": "where no answer was made, uvicorn gives one",
    },
    "test_stream": {
        "test_content_without_a_head": "uvicorn makes a head for it",
        "test_a_raw_response_passes_untouched": "its status line and its framing are uvicorn's",
        "test_malformed_chunks_are_refused": "uvicorn takes the chunks apart",
        "test_the_head_leaves_with_the_first_piece": "it looks into the socket in memory",
    },
}


@contextlib.asynccontextmanager
async def uvicorn_for(app):
    """Serve an app on a free port, which it gives."""
    import uvicorn

    log = app.log
    asgi_app = ASGI(app)
    app.log = log
    config = uvicorn.Config(asgi_app, log_config=None, lifespan="on", http="h11", timeout_keep_alive=0.1)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = socket.create_server(("127.0.0.1", 0))
    await server.startup([listener])
    try:
        yield listener.getsockname()[1]
        await harness.nothing_left(app)
    finally:
        for each in server.servers:  # server.shutdown() does more, and takes its time
            each.close()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        await server.lifespan.shutdown()


def with_server(app, scenario, seconds=SECONDS):
    async def main():
        async with uvicorn_for(app) as port:
            await asyncio.wait_for(scenario(harness.Net(app, port)), seconds)

    app.run_coroutine(main())


def send(client, data):
    """As TestClient.send, on a socket."""
    async def scenario(net):
        c = await net.connect()
        await c.send(data)
        answers.append(await c.read())
        await c.close()

    answers = []
    with_server(client.app, scenario)
    return answers[0]


async def read(connection, n=-1):
    """As Connection.read, with the names of an answer's fields as picoweb writes them: uvicorn's are in lower case."""
    return HEAD.sub(lambda head: FIELD.sub(lambda name: name[0].title(), head[0]), await connection.reader.read(n))


if __name__ == "__main__":
    logging.disable()
    harness.with_server = with_server
    harness.Connection.read = read
    testing.TestClient.send = send
    for stem in map(lambda path: Path(path).stem, sys.argv[1:]):
        for function in WITHOUT.get(stem, ()):
            delattr(importlib.import_module(stem), function)
    import runner  # noqa: F401
