"""How wet the soil is, and the pump. On a computer there is neither: the soil dries by itself, and water helps."""

try:
    from machine import ADC, Pin
except ImportError:
    ADC = None

SENSOR = 34  # the pins, as they are wired
PUMP = 25
DRY = 52000  # what the sensor reads in dry soil, and in water
WET = 21000

if ADC:
    sensor = ADC(Pin(SENSOR))
    pump = Pin(PUMP, Pin.OUT)

    def moisture():
        """Percent of water in the soil."""
        value = (DRY - sensor.read_u16()) * 100 // (DRY - WET)
        return min(max(value, 0), 100)

    def pump_is(on):
        pump.value(on)

else:
    level = [60]

    def moisture():
        level[0] = max(level[0] - 1, 0)
        return level[0]

    def pump_is(on):
        if on:
            level[0] = 90
