"""The limits of bench/limits.json hold: heap and instructions, on MicroPython 1.25 of 32 bits."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from need import skip_or_fail

HOME = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("tool", ["footprint", "instructions"])
def test_limits(tool, tmp_path):
    written = tmp_path / "figures.json"
    done = subprocess.run([sys.executable, HOME / "tools" / f"{tool}.py", "--check", "--limited", "--json", written],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode == os.EX_UNAVAILABLE:
        skip_or_fail(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(written.read_text())
    limits = json.loads((HOME / "bench" / "limits.json").read_text())[tool]
    assert set(limits) <= set(figures), "a limit is for a figure that nothing measures"
