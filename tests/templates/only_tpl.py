def render(x):
    yield "only %d" % x
