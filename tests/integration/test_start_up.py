"""Every verb but those that compute starts without the libraries that compute."""

import subprocess
import sys

HEAVY = ("numba", "networkx", "scipy", "sklearn", "dash", "pyspark", "typst")


def test_the_command_line_starts_without_what_computes():
    told = f"import cyberimpact, sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
        == "\n"
    )
