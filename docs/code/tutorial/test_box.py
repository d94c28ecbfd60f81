import box
from picoweb.testing import TestClient

client = TestClient(box.app)


def test_page():
    answer = client.get("/")
    assert answer.status_code == 200
    assert "<title>basil</title>" in answer.text


def test_settings():
    answer = client.post("/settings", data={"plant": "<mint>", "least": "45"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
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
    page = client.get("/kitchen/left").text
    assert "There is no such page" in page and 'action="/settings"' in page
    answer = client.get("/api/kitchen")
    assert answer.status_code == 404 and "error" in answer.json()


def test_a_thirsty_plant_gets_water():
    box.settings["least"] = 100
    box.look()
    assert box.state["pump"] is True


if __name__ == "__main__":
    for name in ("page", "settings", "settings_that_make_no_sense", "api", "what_is_not_there",
                 "a_thirsty_plant_gets_water"):
        globals()["test_" + name]()
        print("test_" + name)
