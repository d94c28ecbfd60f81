"""All steps of a build, one after another: from sources to what goes onto a board."""
import ast
import dataclasses
import importlib
import shutil
from pathlib import Path
from typing import Callable, Collection, Dict, List, Optional

from . import marks
from .linking import facts, join, late, phrases, plain_names, shake, sources, start, uses
from .linking.pages import add_pages, belong_to_package
from .output import emit, frames, mapping, mpy, romfs
from .program import Module, Options, Program
from .report import Report

PACKAGE = Path(__file__).resolve().parent.parent.parent
FORMATS = ("mpy", "py", "romfs")
STEPS = ("facts", "strip", "shake", "join", "records", "constants", "inline", "names", "late", "locals")
#: Steps that change the program within its modules, each by its own module's `apply`.
TRANSFORMS = ("strip", "records", "constants", "inline", "names", "locals")

Progress = Callable[[str], None]


class Build:
    """One build: its choices, and the program as it is at the moment."""

    def __init__(self, app: "Optional[Path]", out: Path, format: str = "mpy", without: "Collection[str]" = (), seed: int = 0,
                 package: Path = PACKAGE, root: "Optional[Path]" = None, progress: "Optional[Progress]" = None) -> None:
        unknown = set(without) - set(STEPS)
        if unknown or format not in FORMATS:
            raise ValueError(f"{', '.join(unknown) or format}: formats are {FORMATS}, steps {STEPS}")
        self.app = app and Path(app).resolve()
        self.root = (Path(root) if root else self.app.parent if self.app else Path(package).parent).resolve()
        self.out, self.format, self.without = Path(out), format, frozenset(without)
        self.progress = progress or (lambda text: None)
        files = sources.app_files(self.app) if self.app else []
        self.program = Program.read(package, files, options=Options(without=self.without, seed=seed))
        self.report = Report(self.out, format, self.out / f"{self.program.package}.map")

    def run(self) -> Report:
        """Do all of it. Raises Refused, mpy.Missing and OSError."""
        self._check()
        must = frames.marked(self.program)
        paths = mapping.paths_of(self.program)
        names = self._change()
        texts = emit.texts(self.program, self.app.parent if self.app else self.root)
        self._write(texts)
        if self.format != "py":
            self._compile(texts, must)
        self._measure(texts)
        mapping.Map.of("py" if self.format == "py" else "mpy", texts, paths, names).write(self.report.map)
        if self.format == "romfs":
            self._make_image()
        return self.report

    def _check(self) -> None:
        """Refuse marks that nobody reads."""
        for module in self.program.modules.values():
            marks.check(module, lambda text: text == frames.MARK or any(
                each.is_known(text) for each in (facts, phrases, uses)))

    def _does(self, step: str) -> bool:
        if step in self.without:
            return False
        self.progress(step)
        return True

    def _change(self) -> "Dict[str, str]":
        """The steps that change the program. Returns {new name: old one}."""
        if self.app:
            self._link()
        else:
            self._transform("strip")
        for step in ("records", "constants", "inline"):
            self._transform(step)
        names = self._transform("names") or {}
        if not self.app and self._does("late"):
            late.make_late(self.program)
        self._transform("locals")
        return names

    def _link(self) -> None:
        """What is done for an app."""
        pages = self._use_facts() if self._does("facts") else []
        self._transform("strip")
        plain_names.make_plain(self.program)
        if self._does("shake"):
            self.report.reach = shake.shake(self.program)
            self.report.left_out = self.report.reach.left_out()
            if self.report.facts:
                phrases.shorten(self.program, self.report.facts)
        belong_to_package(pages)
        if self.format != "py" and self._does("join"):
            join.join(self.program)
        else:
            start.load_at_start(self.program)

    def _use_facts(self) -> "List[Module]":
        """Leave out what is for other apps. Returns the modules that the app's templates became."""
        app = facts.App(self.program, self.root)
        known = self.report.facts = facts.facts_of(app)
        pages = add_pages(self.program, self.root) if known["templates"] and not known["template sources"] else []
        words = app.words.union(*(facts.words_of(ast.walk(page.tree)) for page in pages))
        facts.fold(self.program, known, words)
        words_of_pages = facts.words_of(node for page in pages for node in ast.walk(page.tree))
        self.program.options = dataclasses.replace(
            self.program.options, public_attributes=not known["template sources"],
            keep=self.program.options.keep | words_of_pages)
        return pages

    def _transform(self, step: str) -> "Optional[Dict[str, str]]":
        if not self._does(step):
            return None
        return importlib.import_module(f".{step}", __package__).apply(self.program)

    def _write(self, texts: "List[emit.Text]") -> None:
        shutil.rmtree(self.out / self.program.package, ignore_errors=True)
        emit.write(texts, self.out)

    def _compile(self, texts: "List[emit.Text]", must: dict) -> None:
        compiled = {}
        for each in texts:
            self.progress(f"compile {each.name}")
            source = self.out / each.path
            compiled[each.name] = source.with_suffix(".mpy")
            mpy.compile_file(source, compiled[each.name], mpy.module_name(each.path))
            source.unlink()
        self.report.frames = frames.frames(texts, compiled)
        frames.check(self.report.frames, must)

    def _measure(self, texts: "List[emit.Text]") -> None:
        for each in texts:
            path = each.path if self.format == "py" else each.path.with_suffix(".mpy")
            self.report.sizes[path.as_posix()] = (self.out / path).stat().st_size

    def _make_image(self) -> None:
        self.progress("image")
        self.report.image = self.out / "image.romfs"
        self.report.image.unlink(missing_ok=True)
        romfs.write_image(self.out, self.report.image, leave_out=("image.romfs", self.report.map.name))


def build(app: "Optional[Path]", out: Path, format: str = "mpy", without: "Collection[str]" = (), seed: int = 0,
          package: Path = PACKAGE, root: "Optional[Path]" = None, progress: "Optional[Progress]" = None) -> Report:
    """Build the package, with an app (its file) or without, into the folder `out`.

    format: "mpy", "py", or "romfs", which is .mpy and an image of them. without: names of STEPS that are left out. seed:
    another order of new names. package: the package's folder. root: the folder that has the app's templates/ and static/;
    None: the app's own. progress: called with the name of each step. Raises Refused for what cannot be built, with file and
    line; mpy.Missing for a tool that is not installed; OSError.
    """
    return Build(app, out, format, without, seed, package, root, progress).run()
