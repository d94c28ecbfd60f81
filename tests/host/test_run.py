"""`app.run()` from a script: Ctrl-C ends it cleanly, and it can run again, as from a board's prompt."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from interpreters import all_interpreters  # noqa: E402

from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

SCRIPT = """
import sys
import picoweb
app = picoweb.WebApp(None)
@app.route("/")
def index(req, resp):
    return "hello"
for turn in ("first", "second"):
    app.run(port=int(sys.argv[1]), debug=-1)
    app.shutdown()  # once more does no harm
    sys.stdout.write("ended %s\\n" % turn)
    if hasattr(sys.stdout, "flush"):
        sys.stdout.flush()
"""


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_interrupt_and_run_again(interpreter, tmp_path):
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    (tmp_path / "app.py").write_text(SCRIPT)
    port = free_port()
    server = interpreter.start(tmp_path / "app.py", port, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for turn in ("first", "second"):
            kept = connect(port)  # stays open over the interrupt
            kept.request("GET", "/")
            assert kept.getresponse().read() == b"hello"
            server.send_signal(signal.SIGINT)
            assert server.stdout.readline() == f"ended {turn}\n"
        out, err = server.communicate(timeout=20)
    finally:
        server.kill()
    assert (out, err, server.returncode) == ("", "", 0)
