# -- client
from from_flask import app
from picoweb.testing import TestClient

client = TestClient(app)


def test_order():
    answer = client.post("/order", data={"kind": "mint"})
    assert answer.status_code == 200
    assert answer.text == "mint"
# -- end


if __name__ == "__main__":
    test_order()
    print("test_order")
