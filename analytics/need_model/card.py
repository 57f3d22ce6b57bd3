"""What is said of a model of needs and of its figures: lines for a terminal, and the card beside the file."""

from collections.abc import Mapping

from analytics.confusion import Score
from analytics.need_model.model import FEATURES, Model

_LIMITS = """\
- A rating or a need is told of a text, with a probability: never of the person who wrote it.
- The model reads title and text; neither account, nor place, nor what the form asked besides.
- Users who call themselves neutral write much like those who are not content: most errors lie between the two.
- Those who write to a service are not a sample of its users.
- Services are those of the data learnt from; a text about another one is given to one of them, with a lower score.
- Classes were balanced while learning: counts of predictions overstate rare ones.
"""


def short(name: str, score: Score) -> str:
    """A score in a line."""
    return f"{name}: {score.texts:,} texts, accuracy {score.accuracy:.3f}, macro-F1 {score.macro_f1:.3f}"


def lines(name: str, score: Score) -> list[str]:
    """A score as text: accuracy, macro-F1, then of each class its texts, its F1 and how many were found."""
    rows = zip(score.classes, score.confusion.sum(axis=1), score.confusion.sum(axis=0), strict=True)
    width = max(len(label) for label in score.classes)
    return [
        short(name, score),
        *(
            f"  {label.ljust(width)}  {true:6,} true  {found:6,} found  F1 {score.f1[label]:.3f}"
            for label, true, found in rows
        ),
    ]


def card(model: Model, note: str | None, scores: Mapping[str, Score]) -> str:
    """The model card (Mitchell et al. 2019), as Markdown.

    note    where the data come from and under which licence, in the words of whoever trained the model
    scores  name of a task and its split → its score
    """
    figures = "\n\n".join("```\n" + "\n".join(lines(*item)) + "\n```" for item in scores.items())
    tasks = "\n".join(f"- {task.name}: {', '.join(task.classes)}" for task in model.tasks.values())
    return f"""# What users say of services

The rating of a feedback, the service that it is about, and the axes of quality that it judges.

## Data
{note or "Origin and licence were not stated (`--data-note`): do not pass this model on before they are."}

{model.feedback:,} feedbacks, digest `{model.digest}`.

{tasks}

## Method
Linear models of hashed words and letters, weighted by inverse document frequency, and of named signs (cues of praise,
blame, failure, silence, waiting, wishes in French and English; punctuation; length). A rating is the mean of four:
words, and letters, each held to its log-count ratio (Wang & Manning 2012); words with signs, and all together, by least
squares whose outputs a logistic regression reads. Service and axes are each one multinomial logistic regression.
Features `{FEATURES}`.
The file holds arrays only; no text can be read from it.

## Figures
{figures or "No folds were asked for: there is no figure."}

## Limits
{_LIMITS}"""
