"""How a parent is known: the words of the command line, the edges and the exports."""

from typing import Literal, TypeAlias

Inference: TypeAlias = Literal["pdi", "tid", "star"]
Method: TypeAlias = Literal["observed", "star", "tid", "pdi"]
