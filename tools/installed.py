"""Programs that are on PATH, or else come with a Debian package, which is installed.

Other than what debian.py unpacks, these spread over the system's folders, and need root once. What a
program is used for is the callers' business.
"""
import argparse
import fcntl
import os
import shutil
import subprocess
import sys

from debian import Unavailable, cache_folder, say


def program(names, package):
    """Return the path of the first of `names` that is on PATH, once Debian's `package` is installed if none is."""
    found = on_path(names)
    if found:
        return found
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "apt-get.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not on_path(names):  # nobody has installed it meanwhile
            install(package)
    found = on_path(names)
    if not found:
        raise Unavailable(f"Debian's {package} brought none of {', '.join(names)}")
    return found


def on_path(names):
    return next(filter(None, map(shutil.which, names)), None)


def install(package):
    if not shutil.which("apt-get"):
        raise Unavailable(f"{package} is not on PATH, and there is no apt-get to install it with")
    if os.geteuid():
        raise Unavailable(f"{package} is not on PATH; root would install it: apt-get install {package}")
    say(f"installing Debian's {package} ...")
    for words in (["update", "-q"], ["install", "-qy", "--no-install-recommends", package]):
        done = subprocess.run(["apt-get", "-oDPkg::Lock::Timeout=600", "-oAcquire::Retries=3", *words],
                              env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Unavailable(f"apt-get {' '.join(words)}:\n{done.stdout.strip()}")


def main(names, package, what):
    """Print the path, as a command of its own."""
    argparse.ArgumentParser(description=what.split("\n")[0]).parse_args()
    try:
        print(program(names, package))
    except Unavailable as why:
        sys.exit(f"tools/{package}: {why}")
