"""What tests of several files here share."""

import pytest


@pytest.fixture(scope="session")
def chromium():
    """A Chromium, started when the first test asks for it. It skips that test, and fails it on CI, where there is none."""
    from chromium import Chromium

    browser = Chromium()
    yield browser
    browser.close()
