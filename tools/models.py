"""Train what learns from labelled posts and feedback, where their data are.

    python -m tools.models [OUT] [--data ../shared/data]

Writes OUT/stance.npz and OUT/needs.npz, each with its card; OUT is by default where `cyberimpact` looks for them. Where
data are absent it says so and makes nothing of them: without a model no stances are told, and needs are told by rules.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks import rumoureval
from collectors.files.feedback_frames import read_feedback
from dash_app import need_model, stance_model
from graph.settings import Settings

FOLDS = 5
EXPERIENCES = Path("services_publics_plus") / "experiences.csv"
SOURCE = "services-publics-plus"
ORIGIN = "Services Publics+ (DITP), Licence Ouverte 2.0."


def main() -> None:
    """Read the arguments, train, or say what is absent."""
    parser = argparse.ArgumentParser(description="Train the models on the data beside the project.")
    parser.add_argument(
        "out", type=Path, nargs="?", default=Settings.read(os.environ).models, help="the folder of the models"
    )
    parser.add_argument(
        "--data", type=Path, default=rumoureval.DATA, help="has rumoureval2017/ and services_publics_plus/"
    )
    given = parser.parse_args()
    stances(given.data / "rumoureval2017", given.out)
    needs(given.data / EXPERIENCES, given.out)


def stances(folder: Path, out: Path) -> None:
    """The model of stances from the published train split."""
    if not folder.is_dir():
        print(f"skipped: RumourEval 2017 is not at {folder}; without it no model of stances is made")
        return
    posts, labels = rumoureval.posts(folder), rumoureval.labels(folder)
    stance_model.write_model(posts, labels, out, rumoureval.NOTE, count=FOLDS)


def needs(file: Path, out: Path) -> None:
    """The model of needs from an export of experiences."""
    if not file.is_file():
        print(f"skipped: there is no {file}; without it no model of needs is made")
        return
    need_model.write_model(read_feedback(file, SOURCE), out, ORIGIN, count=FOLDS)


if __name__ == "__main__":
    main()
