"""What is said of a model and of its figures: lines for a terminal, and the card beside the file."""

from collections.abc import Mapping, Sequence

from analytics.confusion import Score
from analytics.stance.model import FEATURES, STANCES, Model

_LIMITS = """\
- A stance is a signal with a probability, never a verdict: neither on what is said nor on who says it.
- The model reads the reply, what it answers and the post that began it; nothing about the account.
- Denials are rare and the hardest to tell: read the F1 of `deny` before counting denials.
- Irony, quoted words and stances towards something else than the post answered are often missed.
- Letters and words are learnt in the languages of the data; elsewhere only the French and English cues work.
- Stances were balanced while learning: counts of predictions overstate rare stances.
"""


def lines(name: str, score: Score) -> list[str]:
    """A score as text: accuracy, macro-F1, F1 by stance and the confusion matrix."""
    f1 = "  ".join(f"{stance} {value:.3f}" for stance, value in score.f1.items())
    heading = "true \\ found".rjust(14) + "".join(stance.rjust(9) for stance in STANCES)
    rows = [
        stance.rjust(14) + "".join(f"{count:9,}" for count in row)
        for stance, row in zip(STANCES, score.confusion.tolist(), strict=True)
    ]
    return [short(name, score), f"  F1  {f1}", heading, *rows]


def short(name: str, score: Score) -> str:
    """A score in a line."""
    return f"{name}: {score.texts:,} posts, macro-F1 {score.macro_f1:.3f}, accuracy {score.accuracy:.3f}"


def card(
    model: Model,
    counts: Mapping[str, int],
    note: str | None,
    scores: Mapping[str, Score],
    folds: Sequence[str] = (),
) -> str:
    """The model card (Mitchell et al. 2019), as Markdown.

    counts  stance → labelled posts learnt from
    note    where the data come from and under which licence, in the words of whoever trained the model
    scores  name of a split → its score
    folds   lines about cross-validation
    """
    told = "\n".join(f"| {stance} | {counts.get(stance, 0):,} |" for stance in STANCES)
    blocks = [*(lines(*item) for item in scores.items()), *([list(folds)] if folds else [])]
    figures = "\n\n".join("```\n" + "\n".join(block) + "\n```" for block in blocks)
    return f"""# Stance of replies

Support, deny, query or comment: what a reply or quote does with the post it answers.

## Data
{note or "Origin and licence were not stated (`--data-note`): do not pass this model on before they are."}

{model.posts:,} labelled posts, digest `{model.digest}`.

| stance | posts |
|---|---|
{told}

## Method
Multinomial logistic regression on hashed words and letters and on named signs (cues in French and English,
punctuation, depth, likeness to the post answered and to the first). Features `{FEATURES}`.
The file holds arrays only; no text and no account can be read from it.

## Figures
Macro-F1 first: always answering "comment" is often accurate and never useful.

{figures or "No labelled post was left out of the training: there is no figure."}

## Limits
{_LIMITS}"""
