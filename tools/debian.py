"""Debian packages without installing them: fetched with apt, unpacked into a private folder, kept.

The machine's own package sources are used with the suite swapped, and apt checks what it fetches
against the archive's keys. No root is needed. Which programs are wanted is the callers' business.
"""
import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KNOWN_SUITES = "bullseye bookworm trixie forky sid oldstable stable testing unstable".split()
DEFAULT_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Unavailable(Exception):
    """This machine cannot have what was asked for; the text says why."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def cache_folder():
    """Where fetched tools live: $PICOWEB_CACHE, or picoweb/ in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.environ.get("PICOWEB_CACHE") or base + "/picoweb").expanduser()


def cached(name, fill):
    """Return the cache's folder `name`; the first time, fill(scratch) makes it.

    `fill` gets an empty scratch folder and returns the folder in it that is to stay. Only one
    process fills at a time, and a fill that raises leaves nothing behind.
    """
    target = cache_folder() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.parent / (name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
                fill(Path(scratch)).rename(target)
    return target


def sources(folder=Path("/etc/apt")):
    """Yield (uri, keyring) of every Debian archive that apt already uses here."""
    for path in sorted(folder.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", path.read_text()):
            fields = dict(re.findall(r"^([\w-]+):[ \t]*(.*)$", stanza, re.M))
            if fields.get("Enabled", "yes") != "no" and set(fields.get("Suites", "").split()) & set(KNOWN_SUITES):
                keyring = fields.get("Signed-By", "")
                yield fields["URIs"].split()[0], keyring if keyring.startswith("/") else DEFAULT_KEYRING
    for path in [folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))]:
        if path.exists():
            for options, uri, suite in re.findall(r"^deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)", path.read_text(), re.M):
                if suite in KNOWN_SUITES:
                    keyring = re.search(r"signed-by=(\S+)", options)
                    yield uri, keyring.group(1) if keyring else DEFAULT_KEYRING


class Apt:
    """apt with every one of its folders inside `folder`, reading one suite for one architecture."""

    def __init__(self, folder, suite, arch):
        for tool in ("apt-get", "apt-cache", "dpkg"):
            if not shutil.which(tool):
                raise Unavailable(f"{tool} is missing (what is wanted comes in Debian's packages)")
        self.folder = folder
        for sub in ("lists/partial", "cache/archives/partial", "debs", "parts"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        lines = [f"deb [signed-by={keyring}] {uri} {suite} main" for uri, keyring in sources()]
        if not lines:
            raise Unavailable("apt has no Debian archive among its sources")
        (folder / "sources.list").write_text(lines[0] + "\n")
        self.options = [f"-o{key}={value}" for key, value in {
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": folder / "parts",
            "Dir::State::lists": folder / "lists",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "APT::Architecture": arch,
            "APT::Architectures": arch,
            "APT::Sandbox::User": "",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }.items()]
        self.run("apt-get", "update", "-q")

    def run(self, command, *words):
        done = subprocess.run([command, *self.options, *words], cwd=self.folder / "debs",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Unavailable(f"{command} {' '.join(words)}:\n{done.stdout.strip()}")
        return done.stdout

    def field(self, package, name):
        found = re.search(rf"^{name}: (.*)$", self.run("apt-cache", "show", package), re.M)
        return found.group(1) if found else ""

    def unpack(self, packages, target):
        target.mkdir(parents=True)
        self.run("apt-get", "download", "-q", *packages)
        for deb in sorted((self.folder / "debs").glob("*.deb")):
            done = subprocess.run(["dpkg", "-x", deb, target], stderr=subprocess.PIPE, text=True)
            if done.returncode:
                raise Unavailable(f"{deb.name}: {done.stderr.strip()}")
