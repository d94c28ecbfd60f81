"""For tests that need something a machine may not have: skipped there, but never on CI."""
import os

import pytest


def skip_or_fail(reason):
    """Skip the test for `reason`; fail it when CI=true, where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has to have this: {reason}", pytrace=False)
    pytest.skip(reason)
