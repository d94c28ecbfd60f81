"""Tasks beside a server: `app.create_task`, `app.on_startup`, and what `start_server(debug=...)` sets."""

import asyncio

import picoweb
from harness import Log, MICROPYTHON, listen, make_app, raises, with_server


class Beats:
    """A task that counts, and notes how it ends."""

    def __init__(self):
        self.count = 0
        self.end = None

    async def run(self):
        try:
            while True:
                self.count += 1
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.end = "cancelled"
            raise
        finally:
            await asyncio.sleep(0)  # a task may have to wait for its end
            self.end = self.end or "ended"


async def until(condition):
    """Wait until something is so."""
    while not condition():
        await asyncio.sleep(0.01)


def test_a_task_runs_from_the_start_to_the_shutdown():
    app = make_app()
    beats = Beats()
    assert app.create_task(beats.run()) is None

    async def scenario(net):
        await until(lambda: beats.count > 2)
        assert beats.end is None

    with_server(app, scenario)
    assert beats.end == "cancelled"
    assert app.run_coroutine(count_later(beats)) == 0, "it goes on"


async def count_later(beats):
    """How often a task has counted within a while."""
    before = beats.count
    await asyncio.sleep(0.05)
    return beats.count - before


def test_a_function_is_called_at_each_start():
    app = make_app()
    seen = []
    beats = []

    @app.on_startup
    def note():
        seen.append(app.server.listener is not None)

    @app.on_startup
    async def beat():
        beats.append(Beats())
        await beats[-1].run()

    assert note and beat, "they stay what they are"

    async def scenario(net):
        await until(lambda: beats and beats[-1].count > 1)

    for n in (1, 2):
        with_server(app, scenario)
        assert seen == [True] * n and [each.end for each in beats] == ["cancelled"] * n


def test_a_handler_begins_tasks():
    """They begin at once, and end as the others."""
    app = make_app()
    beats = [Beats(), Beats()]

    @app.route("/")
    async def begin(req, resp):
        task = app.create_task(beats[0].run())
        app.on_startup(beats[1].run)
        return str(task.done())

    async def scenario(net):
        assert (await net.get()).endswith(b"False")
        await until(lambda: beats[0].count > 1 and beats[1].count > 1)

    with_server(app, scenario)
    assert beats[0].end == beats[1].end == "cancelled"


def test_a_mounted_app_has_its_own():
    app, sub, inner = make_app(), make_app(), make_app()
    beats = [Beats(), Beats(), Beats()]
    inner.create_task(beats[0].run())
    sub.mount("/inner", inner)
    app.mount("/sub", sub)

    @sub.route("/")
    async def begin(req, resp):
        sub.create_task(beats[1].run())
        return ""

    @app.on_startup
    def start():
        inner.create_task(beats[2].run())

    async def scenario(net):
        await net.get("/sub/")
        await until(lambda: min([each.count for each in beats]) > 1)

    with_server(app, scenario)
    assert [each.end for each in beats] == ["cancelled"] * 3


def test_what_a_task_raises_is_logged_and_the_others_go_on():
    app = make_app()
    beats = Beats()
    error = ValueError("no sensor")

    async def fail():
        raise error

    app.create_task(fail())
    app.create_task(beats.run())

    async def scenario(net):
        await until(lambda: beats.count > 2)

    with_server(app, scenario)
    assert app.log.errors == [error] and beats.end == "cancelled"


def test_a_task_has_its_result():
    app = make_app()

    async def work():
        await asyncio.sleep(0)
        return 7

    @app.route("/")
    async def index(req, resp):
        return str(await app.create_task(work()))

    async def scenario(net):
        assert (await net.get()).endswith(b"7")

    with_server(app, scenario)


def test_a_task_may_shut_the_server_down():
    app = make_app()

    async def stop():
        await asyncio.sleep(0.01)
        app.shutdown()
        await asyncio.sleep(100)

    async def main():
        app.create_task(stop())
        await listen(app)
        await asyncio.wait_for(app.serve_forever(), 10)

    app.run_coroutine(main())


def test_one_that_does_not_end_is_not_waited_for_for_ever():
    app = make_app()
    seen = []

    async def stay():
        for _ in range(3):
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                seen.append(1)

    async def main():
        app.create_task(stay())
        await listen(app)
        await asyncio.sleep(0.02)
        app.shutdown()
        await asyncio.wait_for(app.serve_forever(), 10)

    app.run_coroutine(main())
    assert seen


def test_what_is_neither_is_refused():
    app = make_app()

    async def work():
        pass

    assert "on_startup" not in str(raises(TypeError, app.on_startup, None)).replace("on_startup() takes", "")
    error = raises(TypeError, app.create_task, None)
    assert "coroutine" in str(error)
    if not MICROPYTHON:  # there a function has no `send` either, but shows itself otherwise
        assert "work" in str(raises(TypeError, app.create_task, work))


def test_a_server_without_asyncio_refuses():
    app = make_app()
    app.on_startup(lambda: None)
    error = raises(RuntimeError, app.steps, None, "127.0.0.1", 1)
    assert "asyncio" in str(error)


async def started(app, **kwargs):
    """The log and the level of an app that was started on a port."""
    await app.start_server("127.0.0.1", 0, **kwargs)
    app.shutdown()
    await app.serve_forever()
    return app.log, app.debug


def test_start_server_takes_debug():
    for debug, level, has_log in ((True, 1, True), (False, 0, True), (0, 0, True), (-1, -1, False)):
        app = picoweb.WebApp(None)
        log, found = app.run_coroutine(started(app, debug=debug))
        assert found == level and isinstance(log, picoweb.Log) == has_log and (log is not None) == has_log


def test_start_server_leaves_a_log_of_the_apps_own():
    app = picoweb.WebApp(None)
    app.log = log = Log()
    assert app.run_coroutine(started(app)) == (log, -1)
    assert app.run_coroutine(started(app, debug=0)) == (log, 0)


def test_sleep_of_steps_in_tasks():
    """What a server runs may only give way, and so may a step of one that a task goes through; asyncio's tasks may not."""
    app = make_app()
    slept = []

    async def sleep():
        await picoweb.steps.sleep(0.02)
        slept.append(1)

    @app.route("/")
    async def index(req, resp):
        await sleep()
        await asyncio.wait_for(sleep(), 5)
        await asyncio.gather(sleep(), sleep())
        return str(len(slept))

    async def scenario(net):
        asyncio.create_task(sleep())
        assert (await net.get()).endswith(b"\r\n\r\n5")

    with_server(app, scenario)
    assert len(slept) == 5


def test_sleep_of_steps_in_a_server_that_a_task_goes_through():
    app = make_app()

    @app.route("/")
    async def index(req, resp):
        await picoweb.steps.sleep(0.02)
        return "slept"

    async def serve(steps):
        for _ in steps:
            await asyncio.sleep(0)

    async def main():
        port = 21000
        steps = None
        while not steps:
            port += 1
            try:
                steps = app.steps(port=port)
            except OSError:  # it is taken
                assert port < 22000
        serving = asyncio.create_task(serve(steps))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        await writer.drain()
        answer = await reader.read(-1)
        assert answer.endswith(b"slept"), answer
        writer.close()
        app.shutdown()
        await asyncio.wait_for(serving, 5)

    asyncio.run(asyncio.wait_for(main(), 15))
