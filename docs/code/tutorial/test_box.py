import box
from picoweb.testing import TestClient

client = TestClient(box.app)


def test_page():
    answer = client.get("/")
    assert answer.status_code == 200
    assert "<title>basil</title>" in answer.text


def test_settings():
    answer = client.post("/settings", data={"plant": "<mint>", "least": "45"})
    assert (answer.status_code, answer.headers["Location"]) == (303, ".")
    assert "<h1>&lt;mint&gt;</h1>" in client.get("/").text


def test_settings_that_make_no_sense():
    before = dict(box.settings)
    for plant, least in ((" ", "45"), ("mint", "wet"), ("mint", "101")):
        answer = client.post("/settings", data={"plant": plant, "least": least})
        assert answer.status_code == 400
    assert client.post("/settings", data={}).status_code == 400
    assert box.settings == before


def test_api():
    assert set(client.get("/api/state").json()) == {"moisture", "pump"}
    assert client.put("/api/pump/on").json() == {"error": "the key is needed"}
    assert client.put("/api/pump/on", headers={"X-Key": box.KEY}).json()["pump"] is True


def test_what_is_not_there():
    assert "There is no such page" in client.get("/kitchen").text
    assert client.get("/api/kitchen").json() == {"error": "status 404"}


if __name__ == "__main__":
    for name in ("page", "settings", "settings_that_make_no_sense", "api", "what_is_not_there"):
        globals()["test_" + name]()
        print("test_" + name)
