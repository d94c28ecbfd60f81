from forms import app, orders
from picoweb.testing import TestClient

client = TestClient(app)


def test_an_order():
    answer = client.post("/order", data={"name": "Ann", "seeds": "mint"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/thanks")
    assert orders.pop() == {"name": "Ann", "pots": 1, "seeds": ["mint"], "gift": False}


def test_two_kinds_of_seeds():
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    client.post("/order", data="name=Ann&seeds=mint&seeds=basil&seeds=gold", headers=form)
    assert orders.pop()["seeds"] == ["mint", "basil"]


def test_what_is_wrong_is_said():
    answer = client.post("/order", data={"name": '"><script>', "pots": "70"})
    assert answer.status_code == 400
    assert "One to nine pots" in answer.text and "<script>" not in answer.text
    assert not orders


def test_methods():
    assert client.delete("/order").status == "405 Method Not Allowed"
    assert client.open("/order", "OPTIONS").headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_bytes_that_are_no_request():
    assert client.send(b"hello\r\n\r\n").startswith(b"HTTP/1.1 400 Bad Request\r\n")


if __name__ == "__main__":
    for test in (test_an_order, test_two_kinds_of_seeds, test_what_is_wrong_is_said, test_methods,
                 test_bytes_that_are_no_request):
        test()
        print(test.__name__)
