"""Beside the app."""


def handler(path):
    return "sub"
