"""What tests of several files here share."""

import pytest


@pytest.fixture(scope="session")
def chromium():
    """A Chromium, started when the first test asks for it. Without one such tests are skipped, and fail on CI."""
    from chromium import Chromium

    browser = Chromium()
    yield browser
    browser.close()
