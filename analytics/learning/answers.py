"""Analysts' answers: a log that only grows, and the answers that stand at its end."""

import polars as pl

from analytics.posts import UTC

TRUE, FALSE, KNOWN, USEFUL = "true", "false", "known", "useful"
VERDICTS = (TRUE, FALSE, KNOWN, USEFUL)
UNDO = "undo"
REAL = (TRUE, KNOWN, USEFUL)  # known: real, but no news
KEPT = (TRUE, USEFUL)  # what no threshold may lose
ANSWERS = pl.Schema({"seq": pl.Int64(), "at": UTC, "alert_id": pl.String(), "answer": pl.String()})


def standing(answers: pl.DataFrame) -> pl.DataFrame:
    """One row an alert: the answer that stands at the end of the log, by seq.

    answers  ANSWERS; a later answer to the same alert replaces the earlier one, and `undo` takes back the last
             answer that stands, so that the one before it (or none) stands again
    raises   ValueError naming an answer that is none of VERDICTS or UNDO
    """
    if wrong := answers.filter(~pl.col("answer").is_in([*VERDICTS, UNDO]))["answer"].head(1).to_list():
        raise ValueError(f"{wrong[0]!r} is no answer; they are {', '.join(VERDICTS)} and {UNDO}")
    stacks: dict[str, list[int]] = {}
    for seq, alert, answer in answers.sort("seq").select("seq", "alert_id", "answer").iter_rows():
        stack = stacks.setdefault(alert, [])
        if answer != UNDO:
            stack.append(seq)
        elif stack:
            stack.pop()
    last = [stack[-1] for stack in stacks.values() if stack]
    return answers.filter(pl.col("seq").is_in(last)).sort("seq")
