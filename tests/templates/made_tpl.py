def render(name):
    yield "made for "
    yield from _load("arguments.tpl")(name)  # noqa: F821 (the loader gives it)
