"""How likely an alert is to be real: a logistic regression learnt one answer after the other (river).

Its features are on even scales already, so nothing is rescaled: the same answers in the same order give the same
weights. A second, recalibrating regression (Platt) was tried and gained nothing.
"""

from river import base, linear_model, optim

from analytics.learning.features import Features

STEP = 0.4  # AdaGrad: a feature seldom seen moves as quickly as one that is always there
INTERCEPT_STEP = 0.1
LEAST = 1e-3


class Reality:
    """P(real) of an alert; one half before any answer."""

    def __init__(self, step: float = STEP) -> None:
        self._regression: base.Classifier = linear_model.LogisticRegression(
            optimizer=optim.AdaGrad(step), intercept_lr=INTERCEPT_STEP
        )

    def probability(self, alert: Features) -> float:
        """Between LEAST and 1 - LEAST: no answer makes anything certain."""
        told = float(self._regression.predict_proba_one(alert)[True])
        return min(max(told, LEAST), 1 - LEAST)

    def learn(self, alert: Features, *, real: bool) -> None:
        self._regression.learn_one(alert, real)
