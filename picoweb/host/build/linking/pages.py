"""Templates become part of the program, so that a board needs neither their sources nor the compiler for them."""
import re
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set

from ..program import Module, Program, Refused

FOLDER = "templates"
COMPUTED = "_load("  # in the module of a template that includes others by names which it computes


def add_pages(program: Program, root: Path, named: "Optional[Set[str]]" = None) -> "List[Module]":
    """Add a module for each template below a folder's templates/. Returns them; they count as the app's.

    named: the templates that the app renders; None: it may be any. Raises Refused for one that cannot be compiled.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    sources = {name: _source(folder, name) for name in template_names(folder)}
    compiled = {name: path.read_text(encoding="utf-8") for name, path in compiled_templates(folder).items()}
    texts = {**compiled, **sources}
    if named is not None and not any(COMPUTED in text for text in texts.values()):
        texts = {name: text for name, text in texts.items() if name in named}
    found = [_module(program, folder, name, text) for name, text in texts.items()]
    for module in found:
        program.add(module)
    return found


def template_names(folder: Path) -> "Iterator[str]":
    """Names of the templates in a folder and below: of all files but Python's and hidden ones."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and not path.name.endswith((".py", ".pyc", ".mpy", "~")):
            yield path.relative_to(folder).as_posix()


def compiled_templates(folder: Path) -> "Dict[str, Path]":
    """{name: module} of the templates that were compiled beforehand: a_tpl.py is that of a.tpl."""
    found = {}
    for path in sorted(folder.rglob("*_*.py")):
        stem, _, ending = path.stem.rpartition("_")
        found[path.with_name(f"{stem}.{ending}").relative_to(folder).as_posix()] = path
    return found


def _module(program: Program, folder: Path, name: str, source: str) -> Module:
    from ...cli.compile_templates import within_package

    path = folder / name
    stem = re.sub(r"\W", "_", name)
    loader = f"{program.package}.{FOLDER}.loader"
    lines = [f"from {loader} import BUILT", within_package(source, program.package), f"BUILT[{name!r}] = render"]
    if COMPUTED in source:
        lines.insert(0, f"from {loader} import built as _load")
    return Module.parse(f"{program.package}.{FOLDER}.page_{stem}", path, "\n".join(lines), of_app=True)


def _source(folder: Path, name: str) -> str:
    """The source of the module that a template becomes."""
    from ....templates.loader import Loader
    from ...cli.compile_templates import module_source

    try:
        return module_source(Loader("", str(folder)), name)
    except SyntaxError as error:
        raise Refused(folder / name, error.lineno or 1, f"this template is wrong: {error.msg}") from error


def belong_to_package(pages: "List[Module]") -> None:
    """Let the modules count as the package's: from now on they are joined as those are."""
    for module in pages:
        module.of_app = False
