"""What is known of an app leaves out what only others need."""
import pytest

from picoweb.host.build import marks
from picoweb.host.build.linking import facts, phrases
from picoweb.host.build.program import Module, Refused
from programs import program_of, same_source, text_of


def app_of(source, folder):
    return facts.App(program_of(app={"main": source}), folder)


def test_a_boot_file_may_set_the_clock(tmp_path):
    (tmp_path / "boot.py").write_text("")
    assert facts.facts_of(app_of("", tmp_path))["clock"]


ONE_ANSWER = "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    %s\n"


@pytest.mark.parametrize("fact, source, holds", [
    ("log", "app.run(debug=-1)", False),
    ("log", "app.run(debug=level)", True),
    ("log", "app.run()", True),
    ("log", "app.run('0.0.0.0', 80, -1)", False),
    ("log", "app.run(*given)", True),
    ("log", "app.run(debug=-1)\napp.log = mine", True),
    ("debug", "app.run(debug=True)", True),
    ("debug", "app.run(debug=0)", False),
    ("log", "app.run(debug=-1)\napp.start_server('', 80)", False),
    ("log", "app.start_server('', 80, None, 0)", True),
    ("debug", "app.start_server(debug=1)", True),
    ("debug", "app.start_server(debug=0)", False),
    ("asyncio", "@app.on_startup\ndef f(): pass", True),
    ("asyncio", "app.create_task(f())", True),
    ("tls", "app.run(ssl=context)", True),
    ("tls", "app.run()", False),
    ("rules", "@app.route('/a')\ndef f(): pass", False),
    ("rules", "@app.route('/<a>')\ndef f(): pass", True),
    ("rules", "@app.route(path)\ndef f(): pass", True),
    ("rules", "@app.route(url='/')\ndef f(): pass", False),
    ("clock", "import time\ntime.time()", False),
    ("clock", "import ntptime\nntptime.settime()", True),
    ("clock", "machine.RTC().datetime(now)", True),
    ("clock", "import a_library", True),
    ("repeated requests", "def f(req, resp): return 'x', 421", True),
    ("repeated requests", "def f(req, resp): yield from picoweb.start_response(resp, status='408 Late')", True),
    ("repeated requests", "def f(req, resp): return 'x', status", True),
    ("repeated requests", "def f(req, resp): return 'x', 404", False),
    ("asyncio", "import asyncio", True),
    ("asyncio", "class A(picoweb.WebApp): pass", True),
    ("asyncio", "serve(app._handle)", True),
    ("asyncio", "app.run()", False),
    ("content", "def f(req, resp): yield from req.read_form_data()", True),
    ("content", "def f(req, resp): x = yield from app.parse_headers(req.reader)", True),
    ("content", "def f(req, resp): return 'a'", False),
    ("steps", "for _ in app.steps(): pass", True),
    ("steps", "app.run(mode='blocking')", True),
    ("steps", "app.run(debug=-1)", False),
    ("files", "app.sendfile(resp, 'a')", True),
    ("files", "app.add_static('www')", True),
    ("files", "app.run()", False),
    ("answers in pieces", "@app.route('/')\nasync def f(req, resp):\n await resp.awrite('a')", False),
    ("answers in pieces", "@app.route('/')\nasync def f(req, resp):\n await resp.awrite('a')\n await resp.awrite('b')", True),
    ("answers in pieces", "@app.route('/')\nasync def f(req, resp):\n for x in y: await resp.awrite(x)", True),
    ("answers in pieces", "async def g(resp): await resp.awrite(x)\nasync def f(req, resp): await g(resp); await g(resp)", True),
    ("answers in pieces", "async def f(req, resp):\n w = resp.awrite\n await w('a')", True),
    ("answers in pieces", "async def f(req, resp): await app.sendfile(resp, 'a')", True),
    ("answers in pieces", "def f(req, resp): return 'a'", False),
    ("answers in pieces", "import asyncio\ndef f(req, resp): return 'a'", True),
    ("event streams", "async def f(req, resp): await picoweb.EventSource(req, resp).send('a')", True),
    ("event streams", "def f(req, resp): return 'a'", False),
    ("limits", "app.limits.line = 512", True),
    ("limits", "app.run(mode=how)", True),
    ("limits", "app.run()", False),
    ("mounts", "app.mount('/a', sub)", True),
    ("many routes", "\n".join(f"app.route('/{n}')" for n in range(17)), True),
    ("many routes", "for path in paths: app.route(path)", True),
    ("many routes", "app.route('/')", False),
    ("static folder", "picoweb.WebApp(None, static_folder='www')", True),
    ("static folder", "picoweb.WebApp(None)", False),
    ("rules", "@app.route(re.compile('/a'))\ndef f(): pass", False),
    ("printed", "print(app)", True),
    ("printed", "app = picoweb.WebApp(None)\napp.route('/')\nprint('a')", False),
    ("printed", "app = WebApp(None)\nsub = WebApp(None)\napp.mount('/a', sub)\nx = '%s' % y", False),
    ("printed", "app = WebApp(None)\nlog('%s' % app)", True),
    ("printed", "app = WebApp(None)\nother = app\nprint(other)", True),
    ("printed", "import web\nweb.app = 1\napp = WebApp(None)\nprint(web.app)", True),
    ("printed", "app = WebApp(None)\nfrom web import app as other\nprint(other)", True),
    ("printed", "app = make(WebApp)\nprint(x)", True),
    ("printed", "apps = [WebApp(None)]\nprint(apps[0])", True),
    ("compressed files", "app.run()", False),
    ("compressed files", "app.sendfile(resp, 'a.csv.gz')", True),
    ("blocking", "app.run('', 80, -1, False, None, None, how)", True),
    ("blocking", "app.run()", False),
    ("patterns", "app.route('/a')", False),
    ("patterns", "app.route(re.compile('/a'))", True),
    ("patterns", "picoweb.WebApp(None, routes)", True),
    ("patterns", "add = app.route\nadd(x)", True),
    ("route options", "@app.route('/a')\ndef f(): pass", False),
    ("route options", "@app.route('/a', methods=['PUT'])\ndef f(): pass", True),
    ("route options", "@app.route('/a', **given)\ndef f(): pass", True),
    ("route options", "@app.post('/a')\ndef f(): pass", True),
    ("route options", "app.headers_mode = 'skip'", True),
    ("route options", "picoweb.WebApp(None, [('/a', f)])", True),
    ("route options", "class A(picoweb.WebApp): pass", True),
    ("changed requests", "def f(req): req.path = '/'", True),
    ("changed requests", "def f(req): return req.path", False),
    ("changed requests", "app.mount('/a', sub)", True),
    ("headers are changed", "req.headers['A']; d['a'] = 1", True),
    ("headers are changed", "req.headers['A']; d['a']", False),
    ("headers are changed", "del req.headers['A']", True),
    ("headers are changed", "req.headers.pop('A')", True),
    ("headers are changed", "d['a'] = 1", False),
    ("any status", "picoweb.start_response(resp, status='404')", False),
    ("any status", "picoweb.start_response(resp, status='601')", True),
    ("any status", "picoweb.http_error(resp, 'no name')", True),
    ("any status", "def f(req, resp): return 'a', 99", True),
    ("written answers", "@app.route('/')\ndef f(req, resp): return 'a'", False),
    ("written answers", "@app.route('/')\ndef f(req, resp):\n    yield from resp.awrite('')", True),
    ("written answers", "picoweb.start_response(resp)", True),
    ("written answers", "class A(picoweb.WebApp): pass", True),
    ("lengths", ONE_ANSWER % "yield from picoweb.start_response(resp)", False),
    ("lengths", ONE_ANSWER % "yield from picoweb.start_response(resp, length=5)", True),
    ("lengths", ONE_ANSWER % "yield from picoweb.start_response(resp, 'text/html', '200', None, 5)", True),
    ("lengths", ONE_ANSWER % "yield from picoweb.start_response(resp, headers=fields)", True),
    ("lengths", ONE_ANSWER % "yield from picoweb.jsonify(resp, {})", True),
    ("answers begun again", ONE_ANSWER % "yield from picoweb.start_response(resp)", False),
    ("answers begun again", ONE_ANSWER % "for n in range(2): yield from picoweb.start_response(resp)", True),
    ("answers begun again", ONE_ANSWER % "yield from picoweb.start_response(resp); yield from picoweb.start_response(resp)", True),
    ("answers begun again", ONE_ANSWER % "yield from begin(resp)" + "def begin(resp): yield from picoweb.start_response(resp)", True),
    ("answers begun again", ONE_ANSWER % "yield from picoweb.start_response(resp)" + "app.errorhandler(404)(f)", True),
    ("header fields", "def f(req, resp): return 'a', 200", False),
    ("header fields", "def f(req, resp): return 'a', 200, {'A': 'b'}", True),
    ("header fields", "def f(req, resp): return 'a', 200, 'A: b\\n'", True),
    ("header fields", "picoweb.start_response(resp, 'text/plain', 200)", False),
    ("header fields", "picoweb.start_response(resp, 'text/plain', fields)", True),
    ("header fields", "picoweb.start_response(resp, 'text/plain', 200, fields)", True),
    ("header fields", "picoweb.start_response(resp, *given)", True),
    ("header fields", "raise picoweb.HTTPError(401, '', fields)", True),
    ("header fields", "return_ = picoweb.redirect('/')", True),
    ("header fields", "app.render_template(resp, 'a', ('basil', 'chives', 'mint'))", False),
    ("header fields", "app.after_request(f)", True),
    ("header fields", "Reply = namedtuple('Reply', 'what code more')", True),
    ("returned answers", "@app.route('/')\ndef f(req, resp):\n    yield from resp.awrite('')\n    return", False),
    ("returned answers", "@app.route('/')\ndef f(req, resp): return 'a'", True),
    ("returned answers", "app.route('/')(lambda req, resp: 'a')", True),
    ("returned answers", "@app.route('/')\n@wrapped\ndef f(req, resp): pass", True),
    ("returned answers", "app.add_url_rule('/', f)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)", False),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    return app.sendfile(resp, 'a')", False),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    await app.sendfile(resp, 'a')\n    return", False),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    if req.qs:\n        yield from http_error(resp, 404)\n        return\n    yield from picoweb.jsonify(resp, 1)", False),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    if req.qs:\n        yield from http_error(resp, 404)\n    else:\n        yield from picoweb.jsonify(resp, 1)", False),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    if req.qs:\n        yield from http_error(resp, 404)\n    yield from picoweb.jsonify(resp, 1)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)\n    yield from resp.awrite('a')", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)\n    return 'a'", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    yield from begin(resp)\n    yield from picoweb.jsonify(resp, 1)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    for n in range(2):\n        yield from picoweb.jsonify(resp, n)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    try:\n        yield from picoweb.jsonify(resp, 1)\n    finally:\n        yield from resp.awrite('a')", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    answer = picoweb.jsonify\n    yield from answer(resp, 1)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)\n\ndef g(req, resp):\n    yield from f(req, resp)\n    yield from resp.awrite('a')", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\n@framed\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)", True),
    ("continued answers", "def f(req, resp):\n    yield from picoweb.jsonify(resp, 1)\nROUTES = [('/', f)]", True),
    ("continued answers", "def f(req, resp):\n    yield from picoweb.jsonify(resp, 1)\nROUTES = [('/', framed(f))]", True),
    ("continued answers", "app.route('/')(lambda req, resp: 'a')", False),
    ("continued answers", "def f(req, resp): resp.write('a')", True),
    ("continued answers", "class Site:\n    def f(self, req, resp):\n        yield from picoweb.jsonify(resp, 1)", True),
    ("continued answers", "site = Site()\n@site.route('/')\ndef f(req, resp):\n    yield from picoweb.jsonify(resp, 1)", True),
    ("continued answers", "class A(picoweb.WebApp): pass\napp = A(None)\n@app.route('/')\ndef f(req, resp):\n    return picoweb.jsonify(resp, 1)", True),
    ("continued answers", "app = picoweb.WebApp(None)\n@app.route('/')\ndef f(req, resp):\n    x = req.reader\n    return picoweb.jsonify(resp, 1)", True),
    ("continued answers", "with open('a', 'w') as f: f.write('a')", False),
    ("continued answers", "f = open('a', 'w')\nf.write('a')", False),
    ("any status", "def f(req, resp): return 'a', 404", False),
    ("any status", "def f(req, resp): return 'a', code", True),
    ("any status", "picoweb.abort(code)", True),
    ("any status", "Reply = collections.namedtuple('Reply', 'what code')", True),
    ("any status", "picoweb.start_response(resp, status='404')", False),
    ("error texts", "app.run(debug=-1)", False),
    ("error texts", "try: f()\nexcept ValueError: pass\napp.run(debug=-1)", True),
    ("error texts", "app.run()", True),
])
def test_a_fact_is_told_from_the_source(fact, source, holds, tmp_path):
    assert facts.facts_of(app_of(source, tmp_path))[fact] is holds


@pytest.mark.parametrize("fact, source, holds", [
    ("asyncio", "from asyncio import sleep", True),
    ("asyncio", "import uasyncio.core", True),
    ("asyncio", "from picoweb import EventSource as Events", True),
    ("asyncio", "from picoweb.live.broadcast import Broadcast as Radio", True),
    ("asyncio", "from picoweb import WebApp as App\nclass My(App): pass", True),
    ("asyncio", "class My(kinds['a']): pass", True),
    ("asyncio", "class A(B): pass\nclass B(A): pass", True),
    ("asyncio", "import io\nclass A(io.IOBase): pass\nclass B(A, object): pass\nclass C(picoweb.HTTPError): pass", False),
    ("asyncio", "from collections import namedtuple\nclass A(namedtuple('A', 'x')): pass", False),
    ("asyncio", "import aioble", True),
    ("asyncio", "import urequests, ujson, network\nfrom machine import Pin", False),
    ("asyncio", "x = type('My', (picoweb.WebApp,), {})", True),
    ("header fields", "from picoweb import abort as stop\nstop(451, 'no', {'A': 'b'})", True),
    ("header fields", "from picoweb import abort as stop\nstop(451, 'no')", False),
    ("header fields", "from picoweb import start_response as start\nstart(resp, 'text/plain', 206, fields)", True),
    ("header fields", "go = picoweb.start_response", True),
    ("header fields", "class Gone(picoweb.HTTPError): pass", True),
    ("header fields", "try: f()\nexcept picoweb.HTTPError as e: isinstance(e, picoweb.HTTPError)", False),
    ("any status", "from picoweb import http_error as fail\nfail(resp, code)", True),
    ("patterns", "from picoweb import WebApp as App\nApp(None, ROUTES)", True),
    ("patterns", "App = picoweb.WebApp\nApp(None, ROUTES)", True),
    ("patterns", "def f(app: picoweb.WebApp) -> picoweb.WebApp: picoweb.WebApp.handle(app, 1, 2)", False),
    ("rules", "route = app.route\nroute('/<a>')(f)", True),
    ("rules", "getattr(app, 'route')('/<a>')", True),
    ("rules", "getattr(app, verb)('/<a>')  # build: names get, post", True),
    ("rules", "getattr(plant, verb)('/<a>')  # build: no names", False),
    ("rules", "picoweb.WebApp(None, None, True, True)", True),
    ("rules", "class My(picoweb.WebApp):\n    def __init__(self): super().__init__(None, None, True, True)", True),
    ("route options", "partial(app.route, methods=['PUT'])", True),
    ("route options", "self.add_url_rule = wrapped", True),
    ("returned answers", "list(map(app.route, paths))", True),
    ("returned answers", "app.handle = f", True),
    ("changed requests", "object.__setattr__(req, 'path', '/')", True),
    ("many routes", "def add(name): app.route('/' + name)", True),
    ("many routes", "def make(app):\n    @app.route('/a')\n    def f(req, resp): pass", False),
    ("many routes", "{path: add(path) for path in paths}", True),
    ("log", "serve = app.run\nserve()", True),
    ("log", "app.run('', 80, -1, False, mine)", True),
    ("log", "start_new_thread(app.run, ())", True),
    ("log", "other = asyncio.Runner\nother().go()", False),
    ("debug", "app.debug = 1\napp.start_server()", True),
    ("debug", "app.run(**options)", True),
    ("blocking", "setattr(app, 'run', f)", True),
    ("tls", "app.run('', 443, -1, False, None, context)", True),
    ("tls", "app.start_server('', 443, context)", True),
    ("tls", "setattr(app, 'ssl', context)", True),
    ("limits", "bounds = app.limits\nfor name in names: setattr(bounds, name, 1)  # build: names head", True),
    ("static folder", "picoweb.WebApp(None, **options)", True),
    ("mounts", "app.mounts.append(sub)", True),
    ("header modes", "app.route('/', **options)", True),
    ("content", "getattr(req, word)  # build: names body, args", True),
    ("error texts", "class A:\n    def __exit__(self, kind, error, trace): pass\napp.run(debug=-1)", True),
    ("printed", "app = make(WebApp)\napp.render_template(resp, 'a.tpl', (app,))", True),
])
def test_a_fact_is_true_where_the_app_could_hide_what_it_does(fact, source, holds, tmp_path):
    assert facts.facts_of(app_of(source, tmp_path))[fact] is holds


@pytest.mark.parametrize("source", [
    "def f(req, resp): return MORE + ({'A': 'b'},)",
    "def f(req, resp): return (*BASE, fields)",
    "LAST = ({'A': 'b'},)\ndef f(req, resp): return BASE + LAST",
    "def make(): return 'a', code, fields\ndef f(req, resp): return make()",
    "ANSWER = ('a', code, fields)\ndef f(req, resp): return ANSWER",
    "def f(req, resp): return ('a', code, fields) if x else 'b'",
    "def make(*parts): return parts",
    "from collections import namedtuple\nReply = namedtuple('Reply', 'what, code, more')",
    "from collections import namedtuple\nReply = namedtuple('Reply', fields)",
    "def f(req, resp): return tuple(parts)",
    "answer = ('a', code)\nanswer += (fields,)",
    "answers = {'a': ('a', code, fields)}",
    "g = lambda *parts: parts",
    "import answers_of_others",
    "def f(req, resp):\n    try: g()\n    except Answer as e: return e.args",
])
def test_answers_with_header_fields_are_seen_however_they_are_made(source, tmp_path):
    known = facts.facts_of(app_of(source, tmp_path))
    assert known["header fields"] and known["any status"]


def test_a_namedtuple_may_be_an_answer_with_any_status_and_with_fields(tmp_path):
    known = facts.facts_of(app_of("from collections import namedtuple\nPair = namedtuple('Pair', ['x', 'y'])", tmp_path))
    assert known["any status"] and known["header fields"]


@pytest.mark.parametrize("source", [
    "a, b = b, a\n__slots__ = ('x',)\nlog('%d %d' % (a, b), (a, b))",
    "def f(*given): g(*given)",
    "def f(req, resp): return ('teapot', 418) if x else 'a'",
])
def test_other_tuples_are_no_answers_with_header_fields(source, tmp_path):
    known = facts.facts_of(app_of(source, tmp_path))
    assert not known["header fields"] and not known["any status"]


def test_names_are_followed_from_module_to_module(tmp_path):
    program = program_of(app={"main": "import ways\nfrom ways import go as stop\nstop(404, '', f)\nclass A(ways.Kind): pass",
                              "ways": "from picoweb import abort as go, WebApp as Kind"})
    known = facts.facts_of(facts.App(program, tmp_path))
    assert known["header fields"] and known["asyncio"]


def test_a_name_in_a_mark_is_one_that_the_app_uses(tmp_path):
    assert "def get" in folded("getattr(app, verb)  # build: names get, post", tmp_path, log=False, tls=False)


def test_the_static_folder_of_a_package_is_seen(tmp_path):
    (tmp_path / "site/static").mkdir(parents=True)
    program = program_of(app={"main": "import site.app"})
    program.add(Module.parse("site.app", tmp_path / "site/app.py", "", of_app=True))
    assert facts.facts_of(facts.App(program, tmp_path))["static folder"]


@pytest.mark.parametrize("source, names", [
    ("app.render_template(resp, 'a.tpl', (1,))\nx = app.render_str('b.html')", {"a.tpl", "b.html"}),
    ("app.render_template(resp, tmpl_name='a.tpl')", {"a.tpl"}),
    ("app.render_template(resp, name)", None),
    ("render = app.render_template\nrender(resp, name)", None),
    ("app.render_template(*given)", None),
    ("app._load_template(name)", None),
    ("app.run()", set()),
])
def test_the_templates_that_an_app_renders(source, names, tmp_path):
    assert facts.templates_named(app_of(source, tmp_path)) == names


def test_a_folder_and_a_file_beside_the_app_are_facts(tmp_path):
    (tmp_path / "static").mkdir()
    known = facts.facts_of(app_of("", tmp_path))
    assert known["static folder"] and not known["compressed files"]
    (tmp_path / "static/a.css.gz").touch()
    assert facts.facts_of(app_of("", tmp_path))["compressed files"]


SOURCE = """
    NOTES = True  # build: whether log

    def f(x):
        if x:  # build: only if tls
            return 1
        elif y:
            return 2
        # build: only if log
        note(x)
        raise ValueError("%r" % x)  # build: text only if log

    class A:
        def get(self):  # build: only if the app uses it
            pass

        def close(self):  # build: only if the app uses close, aclose
            pass
"""


def folded(app, tmp_path, **known):
    program = program_of({"m": SOURCE}, {"main": app})
    found = facts.App(program, tmp_path)
    facts.fold(program, {**facts.facts_of(found), **known}, found.words)
    return text_of(program, "m")


def test_what_is_marked_goes_where_its_fact_is_false(tmp_path):
    assert folded("", tmp_path, log=False, tls=False) == same_source("""
        NOTES = False
        def f(x):
            if y:
                return 2
            raise ValueError
        class A:
            pass""")


def test_what_is_marked_stays_where_its_fact_is_true(tmp_path):
    assert folded("a.get(), a.aclose()", tmp_path, log=True, tls=True) == same_source(SOURCE)


LIMITS = "class Limits:\n    line: int = 1 << 10\n    head = 4096\n"
APP = """
    from .limits import Limits

    class WebApp:
        def __init__(self):
            self.inited = False
            self.limits = Limits()  # build: constants unless limits
"""
USER = """
    def f(app, stream):
        limits = app.limits
        return limits.line + stream.app.limits.head

    def g(limits):
        return limits.line
"""


def settled(user, holds):
    program = program_of({"limits": LIMITS, "app": APP, "m": user})
    facts.settle(program, {"limits": holds})
    return program


def test_what_no_app_changes_is_put_in_as_constants():
    program = settled(USER, False)
    assert text_of(program, "m") == same_source("""
        def f(app, stream):
            return (1 << 10) + 4096

        def g(limits):
            return limits.line""")
    assert "Limits()" not in text_of(program, "app") and "self.inited" in text_of(program, "app")


def test_what_an_app_changes_stays():
    program = settled(USER, True)
    assert text_of(program, "m") == same_source(USER) and text_of(program, "app") == same_source(APP)


@pytest.mark.parametrize("source", ["f(app.limits)", "app.limits.line = 3", "def f(app):\n    a = b = app.limits\n    return b",
                                    "def f(app):\n    a = app.limits\n    return a",
                                    "def f(app):\n    a = app.limits\n    a = 1\n    return a.line"])
def test_another_use_of_what_becomes_constants_is_refused(source):
    with pytest.raises(Refused, match="limits is put in as constants"):
        settled(source, False)


@pytest.mark.parametrize("source, line, text", [
    ("x = 1  # build: only if nonsense", 1, "does not know this mark"),
    ("x = [\n    1,  # build: only if tls\n]", 2, "no statement"),
])
def test_a_mark_that_means_nothing_is_refused(source, line, text):
    module = program_of({"m": source}).modules["picoweb.m"]
    with pytest.raises(Refused) as caught:
        marks.check(module, facts.is_known)
    assert f"m.py:{line}: " in str(caught.value) and text in str(caught.value)


TABLE = 'TABLE = b"""  # not a mark\n200 OK\n404 Not Found\n500 Broken\n503 Busy\n"""'


@pytest.mark.parametrize("any_status, expected", [
    (True, b"  # not a mark\n200 OK\n404 Not Found\n500 Broken\n503 Busy\n"),
    (False, b"  # not a mark\n200 OK\n404 Not Found\n503 Busy\n"),
])
def test_a_table_keeps_the_lines_that_the_program_has_numbers_of(any_status, expected):
    mark = f"# build: {phrases.MARK}any status\n"
    program = program_of({"m": mark + TABLE, "n": "f(404, '200')"}, {"main": "abort(503)\nx = 50"})
    phrases.shorten(program, {"any status": any_status})
    assert program.modules["picoweb.m"].tree.body[0].value.value == expected
