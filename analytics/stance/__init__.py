"""Stance of replies towards what they answer: support, deny, query or comment. A signal, never a verdict."""

from analytics.confusion import Score
from analytics.model_files import ModelError
from analytics.stance.evaluate import score
from analytics.stance.model import STANCES, Model, from_bytes, to_bytes
from analytics.stance.predict import predict
from analytics.stance.train import train

__all__ = ["STANCES", "Model", "ModelError", "Score", "from_bytes", "predict", "score", "to_bytes", "train"]
