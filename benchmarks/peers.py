"""Programs that a benchmark compares with, each in an environment of its own that the benchmark makes."""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import platformdirs


def peer_python(*requirements: str) -> Path:
    """The interpreter of a private environment with these requirements, made on first use.

    It lives under the user's cache and is kept; another list of requirements has another one. Raises
    CalledProcessError when pip cannot install them, and leaves nothing half made.
    """
    name = hashlib.sha256("\n".join((sys.version, *sorted(requirements))).encode()).hexdigest()[:16]
    home = Path(platformdirs.user_cache_dir("cyberimpact")) / "benchmark-peers" / name
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        (home / "complete").touch()
    return python
