"""A minute of many clients, good and bad: all are answered as they have to be, and nothing is left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from need import skip_or_fail

SOAK = Path(__file__).resolve().parent.parent.parent / "tools" / "soak.py"


@pytest.mark.parametrize("runtime", ["micropython", "cpython"])
def test_soak(runtime):
    done = subprocess.run([sys.executable, SOAK, "--seconds", "30", runtime], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=300)
    if done.returncode == os.EX_UNAVAILABLE:
        skip_or_fail(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
