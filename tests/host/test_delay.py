"""An answer in two writes on a kept connection does not wait for the client's delayed acknowledgement."""

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from interpreters import all_interpreters  # noqa: E402

from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

APP = """
import sys
import picoweb
app = picoweb.WebApp(None)
@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("one ")
    await resp.awrite("two")
app.run(port=int(sys.argv[1]), debug=-1)
"""


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_kept_connections_are_not_delayed(interpreter, tmp_path):
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    (tmp_path / "app.py").write_text(APP)
    port = free_port()
    server = interpreter.start(tmp_path / "app.py", port)
    try:
        connection = connect(port)
        times = []
        for _ in range(30):
            start = time.monotonic()
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"one two"
            times.append(time.monotonic() - start)
        # Linux delays acknowledgements by 40 ms; the median tells that apart from a busy machine.
        assert sorted(times)[15] < 0.03, times
    finally:
        server.kill()
        server.wait()
