"""Runs the test functions of the files named, under any interpreter, and prints a line for each."""

import gc
import sys


def main(paths):
    failed = 0
    for path in paths:
        name = path.replace("\\", "/").split("/")[-1].rsplit(".", 1)[0]
        module = __import__(name)
        for test in sorted(dir(module)):
            if test.startswith("test_"):
                failed += not run(test, getattr(module, test))
    sys.exit(1 if failed else 0)


def run(name, function):
    gc.collect()  # what one test has left does not lie in the way of the next
    try:
        function()
    except Exception as error:
        print("FAIL", name)
        report(error)
        print("END", name)
        return False
    print("PASS", name)
    return True


def report(error):
    if hasattr(sys, "print_exception"):
        sys.print_exception(error)
    else:
        import traceback

        traceback.print_exception(type(error), error, error.__traceback__, file=sys.stdout)


main(sys.argv[1:])
