"""Static files that are links: those that lead out of the folder are refused."""

import sys

import pytest

import picoweb
from picoweb.testing import TestClient


@pytest.fixture
def client(tmp_path, monkeypatch):
    (tmp_path / "app_with_links.py").write_text("")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "real" / "sub").mkdir(parents=True)
    (tmp_path / "real" / "a.txt").write_text("a")
    (tmp_path / "real" / "sub" / "b.txt").write_text("b")
    (tmp_path / "static").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "real" / "within.txt").symlink_to("sub/b.txt")
    (tmp_path / "real" / "round").symlink_to("round")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "app_with_links", raising=False)
    return TestClient(picoweb.WebApp("app_with_links"))


def test_links(client):
    assert [client.get("/static/" + path).text for path in ("a.txt", "sub/b.txt", "within.txt")] == ["a", "b", "b"]
    for path in ("out.txt", "up/secret.txt", "up/real/a.txt/../../secret.txt", "round", "up", "sub"):
        answer = client.get("/static/" + path)
        assert answer.status_code in (403, 404) and "secret" not in answer.text, path


def test_twins_that_lead_out_are_not_sent(client, tmp_path):
    (tmp_path / "secret.gz").write_text("secret")
    for name in ("a.txt.gz", "alone.txt.gz"):
        (tmp_path / "real" / name).symlink_to(tmp_path / "secret.gz")
    (tmp_path / "real" / "sub" / "b.txt.gz").symlink_to("b.txt")
    gzip = {"Accept-Encoding": "gzip"}
    answer = client.get("/static/a.txt", headers=gzip)
    assert (answer.text, answer.headers.get("Content-Encoding")) == ("a", None)
    assert client.get("/static/sub/b.txt", headers=gzip).headers["Content-Encoding"] == "gzip"
    for name in ("alone.txt", "alone.txt.gz", "a.txt.gz"):
        answer = client.get("/static/" + name, headers=gzip)
        assert answer.status_code in (403, 404) and "secret" not in answer.text, name
