"""python -m benchmarks NAME [--json] [--note] [--repeats 3] | --all | --list."""

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version

from benchmarks.measure import Result
from benchmarks.performance import PAGE, note

BENCHMARKS = (
    "cascades",
    "claims",
    "collect",
    "collect_memory",
    "coordination",
    "communities",
    "first_story",
    "live",
    "load",
    "near_duplicates",
    "need_cube",
    "pdi",
    "pagerank",
    "scan",
)  # one module each, with TITLE and run(repeats) -> Result
LIBRARIES = ("neo4j", "networkx", "numba", "numpy", "polars", "scipy")


def main() -> None:
    arguments = _arguments()
    if arguments.all:
        sys.exit(_all(arguments.repeats))
    if arguments.list or not arguments.name:
        for name in BENCHMARKS:
            print(f"{name:16} {import_module(f'benchmarks.{name}').TITLE}")
        return
    module = import_module(f"benchmarks.{arguments.name}")
    result = module.run(arguments.repeats)
    told = _told(result)
    if arguments.note:
        note(arguments.name, module.TITLE, told)
    named = {"benchmark": arguments.name, **told}
    print(json.dumps(named, indent=2) if arguments.json else _as_table(module.TITLE, result))


def _all(repeats: int) -> int:
    """Each benchmark in a process of its own, its result noted; how many failed."""
    command = [sys.executable, "-m", "benchmarks", "--note", "--repeats", str(repeats)]
    failed = [name for name in BENCHMARKS if subprocess.run([*command, name], check=False).returncode]
    print(f"{PAGE}  written" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return len(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=BENCHMARKS)
    parser.add_argument("--all", action="store_true", help="every one, into docs/performance.md")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--list", action="store_true", help="names and titles")
    parser.add_argument("--note", action="store_true", help="write the result into docs/performance.md")
    parser.add_argument("--repeats", type=int, default=3, help="the best of so many calls (3)")
    return parser.parse_args()


def _told(result: Result) -> dict[str, object]:
    machine = {
        "python": platform.python_version(),
        "processor": platform.machine(),
        "cpus": os.cpu_count(),
        **{library: version(library) for library in LIBRARIES},
    }
    return {**asdict(result), "machine": machine}


def _as_table(title: str, result: Result) -> str:
    lines = [title, f"  {_in_words(result)} {result.reference}"]
    lines += [
        f"  {name:26} {value:>14,.4g}" if isinstance(value, float) else f"  {name:26} {value:>14}"
        for name, value in result.figures.items()
    ]
    return "\n".join(lines)


def _in_words(result: Result) -> str:
    if result.goal >= 1:
        return f"{result.ratio:.1f} times faster (goal {result.goal:g}) than"
    return f"{1 / result.ratio:.2f} times (goal at most {1 / result.goal:g}) that of"


if __name__ == "__main__":
    main()
