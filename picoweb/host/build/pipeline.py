"""All steps of a build, one after another: from sources to what goes onto a board."""
import ast
import dataclasses
import importlib
import shutil
import tempfile
from pathlib import Path
from typing import Callable, Collection, Dict, List, Optional

from . import copies, marks
from .linking import facts, groups, join, late, phrases, plain_names, shake, sources, start, uses
from .linking.facts import firmware
from .linking.pages import add_pages, belong_to_package
from .output import assets, emit, folder, frames, mapping, mpy, relative, romfs, starting
from .program import Module, Options, Program, Refused
from .report import Report

PACKAGE = Path(__file__).resolve().parent.parent.parent
FORMATS = ("mpy", "py", "romfs")
STEPS = ("facts", "strip", "shake", "join", "records", "constants", "inline", "names", "late", "locals")

Progress = Callable[[str], None]


class Build:
    """One build: its choices, and the program as it is at the moment."""

    def __init__(self, app: "Optional[Path]", out: Path, format: str = "mpy", without: "Collection[str]" = (), seed: int = 0,
                 package: Path = PACKAGE, root: "Optional[Path]" = None, progress: "Optional[Progress]" = None,
                 keep: "Collection[str]" = ()) -> None:
        unknown = set(without) - set(STEPS)
        if unknown or format not in FORMATS:
            raise ValueError(f"{', '.join(unknown) or format}: formats are {FORMATS}, steps {STEPS}")
        if root and not Path(root).is_dir():
            raise Refused(Path(root), 1, "there is no such folder")
        self.app = app and Path(app).resolve()
        self.root = (Path(root) if root else self.app.parent if self.app else Path(package).parent).resolve()
        self.out, self.format, self.without = Path(out).resolve(), format, frozenset(without)
        self.progress = progress or (lambda text: None)
        files = sources.app_files(self.app) if self.app else {}
        self.program = Program.read(package, files, options=Options(without=self.without, seed=seed, keep=frozenset(keep)), names=files)
        if self.app:
            copies.use_package(self.program, self.app.parent)
        self.assets: "Dict[str, Path]" = {}
        self.report = Report(Path(out), format, self.out.with_name(f"{self.out.name}.map"))

    def run(self) -> Report:
        """Do all of it. Raises Refused, mpy.Missing and OSError."""
        self._check()
        must = frames.marked(self.program)
        paths = mapping.paths_of(self.program)
        names = self._change()
        texts = self._texts()
        files = self._files(texts)
        with tempfile.TemporaryDirectory() as scratch:
            made = self._make(texts, must, Path(scratch))  # what is refused leaves nothing behind
            folder.clear(self.out, self.report.map)
            folder.check_free(self.out, files)
            mapping.Map.of("py" if self.format == "py" else "mpy", texts, paths, names, files).write(self.report.map)
            self._write(made)
        self._measure(texts)
        if self.format == "romfs":
            self._make_image()
        return self.report

    def _check(self) -> None:
        """Refuse marks that nobody reads."""
        for module in self.program.modules.values():
            marks.check(module, lambda text: text == frames.MARK or any(
                each.is_known(text) for each in (facts, phrases, uses)))
        if self.format != "py":
            self._check_syntax()

    def _check_syntax(self) -> None:
        """Refuse what MicroPython cannot compile in the app's files, while lines are still those of the files."""
        with tempfile.TemporaryDirectory() as scratch:
            for module in self.program.modules.values():
                if module.of_app:
                    mpy.compile_file(module.path, Path(scratch, "checked.mpy"), module.name)

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
            if self.format != "py" and self._does("join"):
                groups.join_groups(self.program)
        for step in ("records", "constants", "inline"):
            self._transform(step)
        names = self._transform("names") or {}
        if not self.app and self._does("late"):
            late.make_late(self.program)
        self._transform("locals")
        return names

    def _link(self) -> None:
        """What is done for an app."""
        self.report.stand_ins = firmware.stand_ins(self._app_module().path.parent)
        self.report.to_install = firmware.to_install(self.program)
        app = facts.App(self.program, self.root)
        start.run_as_main(self._app_module())
        pages = self._use_facts(app) if self._does("facts") else []
        self.assets = assets.assets_of(
            self.root, app.texts, not pages and facts.FACTS["templates"].holds(app), self._app_packages(), self.out)
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

    def _app_module(self) -> Module:
        """The module of the app's own file."""
        return next(module for module in self.program.modules.values() if module.path == self.app)

    def _app_packages(self) -> "List[Path]":
        """The folders below the app's that have modules of it."""
        folders = {module.path.parent for module in self.program.modules.values() if module.of_app}
        return sorted(each for each in folders if self.root in each.parents)

    def _use_facts(self, app: facts.App) -> "List[Module]":
        """Leave out what is for other apps. Returns the modules that the app's templates became."""
        known = self.report.facts = facts.facts_of(app)
        pages = []
        if known["templates"] and not known["template sources"]:
            pages = add_pages(self.program, self.root, facts.templates_named(app))
        words = app.words.union(*(facts.words_of(ast.walk(page.tree)) for page in pages))
        facts.fold(self.program, known, words)
        facts.settle(self.program, known)
        words_of_pages = facts.words_of(node for page in pages for node in ast.walk(page.tree))
        self.program.options = dataclasses.replace(
            self.program.options, public_attributes=not known["template sources"], asks_any=known["template sources"],
            keep=self.program.options.keep | words_of_pages)
        return pages

    def _transform(self, step: str) -> "Optional[Dict[str, str]]":
        if not self._does(step):
            return None
        return importlib.import_module(f".{step}", __package__).apply(self.program)

    def _texts(self) -> "List[emit.Text]":
        """The modules as they are written."""
        relative.make_relative(self.program)
        texts = emit.texts(self.program, self.app.parent if self.app else self.root)
        return texts if self.format == "py" else starting.apart(texts)

    def _built(self, text: emit.Text) -> Path:
        """Where a module goes, below the folder."""
        return text.path if self.format == "py" else text.path.with_suffix(".mpy")

    def _start_file(self) -> "Optional[str]":
        """The text of `main.py`; None if there is no app, or if it is the app."""
        if not self.app or (self.format == "py" and self.app.name == starting.STARTED.name):
            return None
        path = Path(self.app.name)
        return starting.start_file(starting.APART if path == starting.STARTED else path)

    def _files(self, texts: "List[emit.Text]") -> "List[str]":
        """All files that are written below the folder."""
        started = [starting.STARTED] if self._start_file() else []
        return [*(path.as_posix() for path in [*started, *map(self._built, texts)]), *self.assets]

    def _make(self, texts: "List[emit.Text]", must: dict, scratch: Path) -> Path:
        """Make the modules as a board gets them, in a folder within `scratch`, which is returned."""
        sources_folder, made = scratch / "sources", scratch / "made"
        emit.write(texts, sources_folder)
        if self.format == "py":
            return sources_folder
        compiled = {each.name: made / self._built(each) for each in texts}
        for each in texts:
            self.progress(f"compile {each.name}")
            mpy.compile_file(sources_folder / each.path, compiled[each.name], mpy.module_name(each.path))
        self.report.frames = frames.frames(texts, compiled)
        frames.check(self.report.frames, must)
        return made

    def _write(self, made: Path) -> None:
        """Write all files: the modules, which are in a folder already, and what is copied or starts the app."""
        shutil.copytree(made, self.out, dirs_exist_ok=True)
        self.report.copied = folder.copy(self.assets, self.out)
        if self._start_file():
            (self.out / starting.STARTED).write_text(self._start_file())

    def _measure(self, texts: "List[emit.Text]") -> None:
        for path in map(self._built, texts):
            self.report.sizes[path.as_posix()] = (self.out / path).stat().st_size

    def _make_image(self) -> None:
        self.progress("image")
        self.report.image = self.out.with_name(f"{self.out.name}.romfs")
        romfs.write_image(self.out, self.report.image)


def build(app: "Optional[Path]", out: Path, format: str = "mpy", without: "Collection[str]" = (), seed: int = 0,
          package: Path = PACKAGE, root: "Optional[Path]" = None, progress: "Optional[Progress]" = None,
          keep: "Collection[str]" = ()) -> Report:
    """Build the package, with an app (its file) or without, into the folder `out`.

    format: "mpy", "py", or "romfs", which is .mpy and an image of them. without: names of STEPS that are left out. seed:
    another order of new names. package: the package's folder. root: the folder that has the app's templates/ and static/;
    None: the app's own. Files that the app reads are copied from there. The map is written beside the folder, and so is an
    image. progress: called with the name of each step. keep: names that no step changes, as they are asked for by
    what is not built along. Raises Refused for what cannot be built, with file and
    line; mpy.Missing for a tool that is not installed; OSError.
    """
    return Build(app, out, format, without, seed, package, root, progress, keep).run()
