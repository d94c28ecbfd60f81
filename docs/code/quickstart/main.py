import time

import network

import picoweb

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("the name of your network", "its password")
while not wlan.isconnected():
    time.sleep(1)
print("I am", wlan.ifconfig()[0])

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return "<p>Hello from the board!</p>"


app.run(host="0.0.0.0", port=80)
