"""What apps that are served a step at a time take from `picoweb.steps`."""

from .serving.transports.stepping import sleep as sleep
