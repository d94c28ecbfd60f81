"""Static files on file systems that are not the usual one: FAT, and one that is written in Python. Each is in memory."""

import os

import picoweb
from harness import MICROPYTHON, heap_kept_by, make_app
from picoweb.files import names
from picoweb.testing import TestClient

try:
    import vfs
except ImportError:
    vfs = None  # on CPython

HAS_FAT = hasattr(vfs, "VfsFat")


class Blocks:
    """A block device in memory."""

    def __init__(self, count):
        self.data = bytearray(count * 512)

    def readblocks(self, number, buf):
        buf[:] = memoryview(self.data)[number * 512 : number * 512 + len(buf)]

    def writeblocks(self, number, buf):
        self.data[number * 512 : number * 512 + len(buf)] = buf

    def ioctl(self, op, arg):
        return {4: len(self.data) // 512, 5: 512}.get(op)


class InPython:
    """A file system that is written in Python, as mpremote's is: it adds each path to one of its own. folder: str."""

    def __init__(self, folder):
        self.folder = folder

    def mount(self, readonly, mkfs):
        pass

    def umount(self):
        pass

    def stat(self, path):
        return os.stat(self.folder + path)

    def ilistdir(self, path):
        return os.ilistdir(self.folder + path)

    def open(self, path, mode):
        return open(self.folder + path, mode)


class Disk:
    """A FAT file system with a few files, mounted at /fat while this is entered, and at /py one in Python that hands it on."""

    def __enter__(self):
        device = Blocks(128)
        vfs.VfsFat.mkfs(device)
        vfs.mount(vfs.VfsFat(device), "/fat")
        vfs.mount(InPython("/fat"), "/py")
        for folder in ("www", "www/admin", "www/docs"):
            os.mkdir("/fat/" + folder)
        for name in ("top.txt", "12", "admin/keys.html", "admin/long-name-of-keys.html", "admin/twin.css.gz", "docs/index.html"):
            with open("/fat/www/" + name, "w") as f:
                f.write(name)

    def __exit__(self, *error):
        vfs.umount("/py")
        vfs.umount("/fat")


def sites():
    """Clients of apps that serve those files: below /f/, and as the root."""
    for disk in ("/fat", "/py"):
        for url in ("/f", "/"):
            app = make_app(serve_static=False)
            app.add_static(disk + "/www", url)
            yield TestClient(app), "" if url == "/" else url


def test_files_are_found_by_their_own_names():
    if not HAS_FAT:
        return
    with Disk():
        for client, url in sites():
            for name in ("top.txt", "12", "admin/keys.html", "admin/long-name-of-keys.html", "admin/twin.css", "docs/index.html"):
                answer = client.get(url + "/" + name)
                assert answer.status_code == 200 and answer.text in (name, name + ".gz"), (name, answer.status)
            assert client.get(url + "/docs/").text == "docs/index.html"
            assert client.get(url + "/docs").headers["Location"] == "./docs/"
            assert client.get(url + "/top.txt", headers={"Range": "bytes=1-2"}).data == b"op"
            tag = client.get(url + "/top.txt").headers["ETag"]
            assert client.get(url + "/top.txt", headers={"If-None-Match": tag}).status_code == 304


def test_files_are_not_found_by_other_names():
    """A guard of /admin/ sees only that path."""
    if not HAS_FAT:
        return
    with Disk():
        for client, url in sites():
            for name in ("TOP.TXT", "top.txt.", "top.txt%20", "12.", "12%20", "ADMIN/keys.html", "admin./keys.html", "Admin/Keys.html",
                         "admin%20/keys.html", "admin/LONG-N~1.HTM", "ADMIN~1/keys.html", "admin/TWIN.css", "ADMIN/twin.css",
                         "DOCS/", "DOCS", "docs.", "docs/INDEX.html", "a%3Fb", "a%2A", "x" * 256, "x" * 252, "admin/" + "y" * 300):
                answer = client.get(url + "/" + name)
                assert answer.status_code == 404, (url, name, answer.status)
            assert client.get(url + "/./admin/keys.html").status_code in (403, 404)


def test_a_pattern_of_the_apps_own_on_fat():
    import re

    if not HAS_FAT:
        return
    with Disk():
        before = os.getcwd()
        os.chdir("/fat")
        try:
            app = make_app(serve_static=False)
            app.url_map.append((re.compile("^/(.+)"), app.handle_static))
            client = TestClient(app)
            assert client.get("/www/top.txt").status_code == 200
            for path in ("/WWW/top.txt", "/www./top.txt", "/www/TOP.TXT"):
                assert client.get(path).status_code == 404, path
        finally:
            os.chdir(before)


def test_sendfile_of_odd_names():
    if not HAS_FAT:
        return
    with Disk():
        for disk in ("/fat", "/py"):
            app = make_app()
            app.route("/")(lambda req, resp: app.sendfile(resp, picoweb.unquote_plus(req.qs), root=disk + "/www/"))
            client = TestClient(app)
            assert client.get("/?top.txt").text == "top.txt" and client.get("/?admin/twin.css").status_code == 200
            for name in ("a%3Fb", "x" * 256, "x" * 252, "top.txt%00", "nix", "top.txt/x"):
                assert client.get("/?" + name).status_code == 404, name


def test_names_never_seen_before_leave_nothing_in_the_heap():
    if not MICROPYTHON:
        return
    client = TestClient(picoweb.WebApp("harness"))

    def ask(start):
        for number in range(start, start + 100):
            assert client.get("/static/none-of-this-name-%d" % number).status_code == 404

    ask(0)
    assert heap_kept_by(ask, 100) < 600  # a name would take 30 bytes and more


def test_names_in_other_letters_where_they_are_other_files():
    folder = (__file__.rpartition("/")[0] or ".") + "/static"
    assert names.is_spelled(folder + "/a.css", len(folder) + 1) and names.is_spelled(folder + "/nix", len(folder) + 1)
    assert names.entry(folder + "/a.css")[0] == "a.css" and names.entry(folder + "/12.") is None
    assert not names.is_spelled(folder + "/12.", len(folder) + 1)
