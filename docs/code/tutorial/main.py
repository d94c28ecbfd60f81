import time

import network

import box

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("the name of your network", "its password")
while not wlan.isconnected():
    time.sleep(1)
print("The box is http://%s/" % wlan.ifconfig()[0])

box.run("0.0.0.0", 80)
