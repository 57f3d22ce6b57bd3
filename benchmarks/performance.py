"""docs/performance.md from benchmarks/results.json: one row a benchmark, as it was last run."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
RESULTS = ROOT / "results.json"
PAGE = ROOT.parent / "docs" / "performance.md"
_HEAD = """# Performance

Made by `make bench`; one line again with `make bench NAME=pagerank`. Each figure is a ratio against a named peer in
the same run on the same data, whose results are compared too: a benchmark whose results differ fails. The data are
generated from a seed (`benchmarks/`), so the figures say how the code scales and nothing about real posts.

| benchmark | peer | ratio | goal | reached |
|---|---|---|---|---|
"""


def note(name: str, title: str, told: dict[str, Any]) -> None:
    """Keep the result of one benchmark in place of its earlier one, and write the page again."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    known[name] = {"title": title, **told}
    RESULTS.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")


def page(results: dict[str, dict[str, Any]]) -> str:
    """The whole page, as Markdown."""
    named = sorted(results.items())
    return _HEAD + "".join(_row(r) for _, r in named) + "".join(_details(n, r) for n, r in named)


def _row(result: dict[str, Any]) -> str:
    ratio, goal = result["ratio"], result["goal"]
    reached = "yes" if ratio >= goal else "**no**"
    return f"| {result['title']} | {result['reference']} | {_times(ratio)} | {_times(goal)} | {reached} |\n"


def _times(ratio: float) -> str:
    return f"{ratio:.3g} × faster" if ratio >= 1 else f"{1 / ratio:.3g} × the time"


def _details(name: str, result: dict[str, Any]) -> str:
    machine = ", ".join(f"{key} {value}" for key, value in result["machine"].items())
    rows = "".join(f"| {key} | {_figure(value)} |\n" for key, value in result["figures"].items())
    return f"\n## {name}\n{result['title']}.\n\n{machine}\n\n| figure | value |\n|---|---|\n{rows}"


def _figure(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return (
        f"{value:,.4g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )
