"""Needs of the users of services, from title and text: rating, service, axes, need class. Of texts, never of people."""

from analytics.need_model.classify import COLUMNS, classify
from analytics.need_model.model import Model, from_bytes, to_bytes
from analytics.need_model.train import train

__all__ = ["COLUMNS", "Model", "classify", "from_bytes", "to_bytes", "train"]
