"""The transport where nothing has imported asyncio: a loop that serves, and does nothing else. `WebApp.run` runs it to its
end, `WebApp.steps` (stepping.py) hands it out, to be run a step at a time. It needs half the heap and a third of the
instructions. If a handler of `run` asks for asyncio after all, it asks this server, which stands in its place meanwhile; then
all goes over to asyncio (see handover.py).
"""

import sys

from ...runtime import MOST_MS, coroutine, ticks_add, ticks_diff, ticks_ms
from ..connection import send_unavailable, serve_connection
from ..limits import make_room
from ..shutdown import wind_down
from ..stream import Stream
from .listening import listen

POLLIN = 1
POLLOUT = 4
ENFILE = 23
ETIMEDOUT = 110
LOOK_EVERY = 250  # milliseconds between two looks at who is late; also those that `serve_alone` waits for something to do
PAUSE = 500  # milliseconds for which no connection is accepted, if none has ended before


class Turn:
    """Whose turn it is. active: the coroutine that runs, or None. next_stream: what one at rest goes on with.
    is_over: whether another server goes on with all of them.
    """
    __slots__ = ("active", "next_stream", "is_over")

    def __init__(self, active, next_stream, is_over):
        self.active = active
        self.next_stream = next_stream
        self.is_over = is_over


class Server:
    """Accepts connections for an app, and serves them in turns, until `listener` is None and they are done.
    others_ran: when a handler that writes for long has given way last, in ticks.
    """

    address: "tuple[str, int] | None"  # where it listens, if it has opened the port
    begun: "Stream | None" = None  # where an answer was begun last, in the step that runs
    others_ran = 0  # build: only if answers in pieces

    def __init__(self, app, listener, poll):
        self.app = app
        self.listener = listener
        self.poll = poll
        poll.register(listener, POLLIN)
        self.streams = {}  # that wait for their client, by their socket's id: with a `deadline`, and a `waiter`, to go on then
        self.most_connections = app.limits.connections
        self.tasks = []  # coroutines that only gave way
        self.turn = Turn(None, None, False)
        self.at_rest = None  # the coroutine that came to rest last: it goes on with whoever asks next
        self.accepts_again = None  # while there is no room for a connection: when it is tried again, in ticks
        self.open_at_pause = 0  # connections that were open when there was none

    def __getattr__(self, name):  # build: only if asyncio
        """As a stand-in for asyncio."""
        if sys.modules["asyncio"] is self:  # type: ignore[comparison-overlap]
            from .handover import move

            move(self)
        return getattr(sys.modules["asyncio"], name)  # build: no names

    def serve(self, wait_ms, at_once=False):
        """Serve by steps, until it was shut down and is done. In the end, all that is open is closed.

        A step goes on with one connection at most, for which it waits up to `wait_ms` milliseconds. at_once: all in one step.
        """
        try:
            yield from self._serve(wait_ms, at_once)
        finally:
            self._close()

    def _serve(self, wait_ms, at_once):
        """The steps of `serve`."""
        listener = self.listener  # what is local is found sooner
        ipoll = self.poll.ipoll
        tasks, turn = self.tasks, self.turn
        last_look = ticks_ms()
        while True:
            if not self.listener and not _is_winding_down(self):  # build: only if asyncio
                return
            if self.accepts_again is not None:
                _look_for_room(self)
            socket = None
            for socket, _ in ipoll(0 if tasks else wait_ms):
                stream = coroutine = turn.next_stream = None
                try:
                    if socket is listener:
                        stream = _accept(self, listener, len(self.streams) + len(tasks))
                    else:
                        stream = _waiting_stream(self, socket)
                        coroutine = stream and stream.waiter
                    if stream:
                        if not coroutine:
                            coroutine = self.at_rest or serve_connection(self.app, stream)
                            self.at_rest = None
                        turn.active, turn.next_stream = coroutine, stream
                        for rests in coroutine:
                            if turn.active is coroutine:
                                tasks.append(coroutine)
                            elif rests:
                                self.at_rest = coroutine
                            if not rests:  # build: only if asyncio
                                self._send_held_head()
                            break
                except Exception:  # others are still served
                    _see_to(self, stream, coroutine)
                if not at_once:  # build: only if steps
                    yield
            if tasks:
                self.step(tasks.pop(0))
                if not at_once:  # build: only if steps
                    yield
            if ticks_diff(ticks_ms(), last_look) > LOOK_EVERY:
                last_look = _look_who_is_late(self, last_look)
            if socket is None and not at_once:
                yield

    def step(self, coroutine, error=None):
        """Let a coroutine go on, with an exception if there is one."""
        self.turn.active = coroutine
        try:
            rests = coroutine.throw(error) if error else coroutine.send(None)
            if self.turn.active is coroutine:
                self.tasks.append(coroutine)
            elif rests:
                self.at_rest = coroutine
            if not rests:  # build: only if asyncio
                self._send_held_head()
        except MemoryError:
            coroutine.close()
        except Exception:
            pass  # it has seen to its own

    def _send_held_head(self):  # build: only if asyncio
        """Send the head that was begun in this step, as its handler has stopped."""
        if self.begun and (self.begun.head or self.begun._held):  # else it has left already
            from ..held_head import send_held_head

            send_held_head(self)

    def stop_accepting(self, listener):
        """Accept no more. listener: None if it has been told so before."""
        if listener:
            self.poll.unregister(listener)

    def has_requests(self, is_late):
        """Whether there are requests to answer, after a shutdown; none when the grace is over."""
        return not is_late and bool(self.streams or self.tasks)

    # Waiting

    def idle(self, stream, ms):
        """Wait for the next request, for `ms` milliseconds, without a buffer or a coroutine, which would take heap."""
        ms = min(ms, MOST_MS)  # build: only if limits
        stream.release()
        try:
            stream.waiter = None
            stream.deadline = ticks_add(ticks_ms(), ms)
            self.poll.register(stream.socket, POLLIN)
            self.streams[id(stream.socket)] = stream
        except MemoryError:  # nobody would hear of what it sends
            if not stream.keep:
                raise  # it asked for nothing yet, and gets an answer
            stream.socket.close()
        self.turn.active = None

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something, or can take something (write: True), for `ms` milliseconds.
        Returns how many are left. Raises OSError when they are over.
        """
        ms = min(ms, MOST_MS)  # build: only if limits
        deadline = ticks_add(ticks_ms(), ms)
        stream.waiter = self.turn.active
        stream.deadline = deadline
        self.poll.register(stream.socket, POLLOUT if write else POLLIN)
        self.streams[id(stream.socket)] = stream
        self.turn.active = None
        yield
        return ticks_diff(deadline, ticks_ms())

    @coroutine  # build: only if answers in pieces
    def give_way(self, ms):
        """Let others have their turn; ms: for so long, or shorter."""
        yield

    def end(self, stream):
        """End the waiting of one in `streams`."""
        del self.streams[id(stream.socket)]
        if stream.waiter:
            self.step(stream.waiter, OSError(ETIMEDOUT))
        else:
            stream.socket.close()

    def _close(self):
        """Close whatever is still open."""
        if self.listener:
            self.listener.close()
        for coroutine in self.tasks:
            coroutine.close()
        for stream in list(self.streams.values()):
            (stream.waiter or stream.socket).close()
        if sys.modules.get("asyncio") is self:  # type: ignore[comparison-overlap]
            del sys.modules["asyncio"]
        if self.app.server is self:
            self.app.server = None


def _accept(server, listener, open_now):
    """The stream of a connection that has come; None: it went away, or was refused, for want of memory.

    open_now: how many there are. Raises OSError where there is no room for another.
    """
    if open_now >= server.most_connections:
        raise OSError(ENFILE)
    socket, address = listener.accept()
    stream = None
    try:
        socket.setblocking(False)
        if server.app.ssl:  # build: only if tls
            socket = server.app.wrap_socket(socket)
        stream = Stream(server, socket, address)
    except Exception:
        send_unavailable(socket)
        socket.close()
    return stream


def _waiting_stream(server, socket):
    """The stream that waits for what its socket has now; None if none does: mostly, as it is closed."""
    stream = server.streams.pop(id(socket), None)
    if not stream:
        server.poll.unregister(socket)
    return stream


def _see_to(server, stream, coroutine):
    """See to a connection after an exception. stream: None if it could not be accepted; coroutine: None if there is none."""
    if coroutine:  # it may have no place among the tasks
        server.step(coroutine, MemoryError())
    elif stream:
        send_unavailable(stream.socket)
        stream.socket.close()
    else:
        _pause(server)


def _pause(server):
    """Accept no connection until there is room for one, unless an idle one gives way at once."""
    try:
        has_room = make_room(server)
    except Exception:  # no memory to look for one
        has_room = False
    if server.listener and not has_room:
        server.poll.unregister(server.listener)
        server.accepts_again = ticks_add(ticks_ms(), PAUSE)
        server.open_at_pause = len(server.streams) + len(server.tasks)


def _look_for_room(server):
    """Accept again if a connection has ended since, or gives way, or when it is time to try."""
    try:
        has_room = len(server.streams) + len(server.tasks) < server.open_at_pause
        if has_room or ticks_diff(server.accepts_again, ticks_ms()) < 0 or make_room(server):
            if server.listener:
                server.poll.register(server.listener, POLLIN)
            server.accepts_again = None
    except Exception:
        pass  # no memory for it: it is tried again


def _look_who_is_late(server, last_look):
    """End the waiting of one whose time is over. Returns when all were looked at last."""
    try:
        for stream in server.streams.values():
            if ticks_diff(stream.deadline, ticks_ms()) < 0:
                server.end(stream)  # one at a time, as this changes what the loop goes through
                return last_look
    except MemoryError:
        pass  # next time
    return ticks_ms()


def _is_winding_down(server):
    """Whether a server that was shut down has requests to answer still."""
    try:
        return wind_down(server)
    except MemoryError:
        return True  # for now


def serve_alone(app, host, port):
    """Serve at a port until interrupted, or shut down; by asyncio from where a handler asks for it. Raises OSError for a port
    that is taken."""
    from select import poll

    server = app.server = Server(app, listen(app, host, port), poll())
    sys.modules["asyncio"] = server  # type: ignore[assignment]
    try:
        for _ in server.serve(LOOK_EVERY, True):
            pass
        if app.server:  # build: only if asyncio
            from .handover import go_on

            go_on(app, server)
    except KeyboardInterrupt:
        pass
