"""Checks of docs/code that no transcript can make: `check_FOLDER_NAME` is for FOLDER/NAME.py, and gets an apps.Client.

`client.log` is the Path of what the server printed.
"""

RAISING = ()  # their handlers raise, and the log has a traceback
BY_COMMAND = ()  # on a computer these are started by `picoweb run`
