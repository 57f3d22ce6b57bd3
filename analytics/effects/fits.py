"""Linear regression of a short series of time, with intervals for errors that remember the step before.

Three ways to say how sure a coefficient is:

- `ar1`          generalised least squares, the errors an autoregression of order 1 whose correlation is found by
                 restricted maximum likelihood (Cooper & Thompson 1977): the one that keeps its promise on the
                 dozens of points that an action has;
- `newey-west`   ordinary least squares, covariance of Newey & West (1987) with Bartlett weights and the correction
                 n / (n − k): too sure of itself on fewer than some hundred points;
- `ols`          ordinary least squares, the errors independent.

Intervals are Student's with n − k degrees of freedom in all three.
"""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from scipy.stats import t as student

from analytics.arrays import Floats

Errors: TypeAlias = Literal["ar1", "newey-west", "ols"]
ERRORS: tuple[Errors, ...] = ("ar1", "newey-west", "ols")
LIMITS = (-0.7, 0.97)  # of the correlation between one step and the next
EXACT = 1e-20  # share of the variance left over below which a fit is without error
FREE = 0.5  # errors, after the fit, below which their size is not known
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients (k,), their covariance (k, k), n − k degrees of freedom, correlation of neighbouring errors."""

    coefficients: Floats
    covariance: Matrix
    degrees: int
    correlation: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and the p-value of "it is 0"."""

    value: float
    low: float
    high: float
    p: float

    @property
    def found(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0

    def widened(self, factor: float) -> "Estimate":
        """The same value, as sure as an error `factor` times as large lets it be."""
        p = float(2 * norm.sf(norm.isf(self.p / 2) / factor))
        low, high = (self.value + factor * (end - self.value) for end in (self.low, self.high))
        return Estimate(self.value, low, high, p)


def regress(y: Floats, x: Matrix, steps: Floats, errors: Errors = "ar1", *, lags: int | None = None) -> Fit:
    """Regress y (n,) on the columns of x (n, k); `steps` (n,) are whole numbers that rise, gaps allowed.

    lags    of `newey-west`, in points; 4 (n / 100)^(2/9) unless told
    raises  ValueError where there are not more points than columns, or a column follows from the others
    """
    n, k = x.shape
    if n <= k:
        raise ValueError(f"{n} points cannot tell {k} coefficients")
    if np.linalg.matrix_rank(x) < k:
        raise ValueError("a column of the regression follows from the others")
    plain = _least_squares(y, x)
    left = y - x @ plain.coefficients
    if errors == "ols" or float(left @ left) <= EXACT * max(1.0, float(y @ y)):
        return plain
    if errors == "newey-west":
        chosen = int(4 * (n / 100) ** (2 / 9)) if lags is None else lags
        return Fit(plain.coefficients, _newey_west(left, x, chosen), n - k, _neighbours(left))
    correlation = _likeliest(y, x, steps)
    fit = _least_squares(*_whitened(y, x, steps, correlation))
    return Fit(fit.coefficients, fit.covariance, n - k, correlation)


def louder(fit: Fit, y: Floats, x: Matrix, steps: Floats, *, rows: NDArray[np.bool_]) -> float:
    """Size of the errors of some rows ÷ that of all: √(Σ e² ÷ Σ (1 − h)) of these ÷ the same of all.

    The errors e of independent rows stand each for 1 − h of one, h its leverage (as in the HC2 of MacKinnon & White
    1985). 1 where the fit is without error, or leaves these rows no choice.
    """
    white, columns = _whitened(y, x, steps, fit.correlation)
    left = white - columns @ fit.coefficients
    q, _ = np.linalg.qr(columns)
    free = 1 - (q**2).sum(axis=1)
    all_, some = float(left @ left), float(left[rows] @ left[rows])
    if all_ <= EXACT * max(1.0, float(y @ y)) or float(free[rows].sum()) < FREE:
        return 1.0
    return math.sqrt(some / float(free[rows].sum()) / (all_ / float(free.sum())))


def estimate(fit: Fit, weights: Floats, level: float = 0.95) -> Estimate:
    """The weighted sum of the coefficients, with its interval; weights (k,)."""
    value = float(weights @ fit.coefficients)
    error = math.sqrt(max(0.0, float(weights @ fit.covariance @ weights)))
    half = float(student.ppf(0.5 + level / 2, fit.degrees)) * error
    p = float(2 * student.sf(abs(value) / error, fit.degrees)) if error else float(value == 0)
    return Estimate(value, value - half, value + half, p)


def _least_squares(y: Floats, x: Matrix) -> Fit:
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    left, degrees = y - x @ coefficients, len(y) - x.shape[1]
    inverse = np.linalg.inv(r)
    return Fit(coefficients, inverse @ inverse.T * float(left @ left) / degrees, degrees, 0.0)


def _newey_west(left: Floats, x: Matrix, lags: int) -> Matrix:
    n, k = x.shape
    scores = x * left[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        crossed = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (crossed + crossed.T)
    bread = np.linalg.inv(x.T @ x)
    return np.asarray(bread @ meat @ bread * n / (n - k))


def _neighbours(left: Floats) -> float:
    return float(left[1:] @ left[:-1] / (left @ left))


def _whitened(y: Floats, x: Matrix, steps: Floats, correlation: float) -> tuple[Floats, Matrix]:
    """Rows whose errors are independent, of variance 1: an error `g` steps later keeps correlation^g of it."""
    kept = correlation ** np.diff(steps)
    scale = 1 / np.sqrt(1 - kept**2)
    table = np.column_stack([y, x])
    rows = (table[1:] - kept[:, None] * table[:-1]) * scale[:, None]
    whole = np.vstack([table[:1], rows])
    return whole[:, 0], whole[:, 1:]


def _likeliest(y: Floats, x: Matrix, steps: Floats) -> float:
    """The correlation of largest restricted likelihood."""
    degrees: int = x.shape[0] - x.shape[1]
    gaps = np.diff(steps)

    def unlikely(correlation: float) -> float:
        white, columns = _whitened(y, x, steps, correlation)
        q, r = np.linalg.qr(columns)
        left = white - q @ (q.T @ white)
        scales = float(np.log(1 - correlation ** (2 * gaps)).sum()) / 2
        return degrees / 2 * float(np.log(left @ left)) + scales + float(np.log(np.abs(np.diag(r))).sum())

    return float(minimize_scalar(unlikely, bounds=LIMITS, method="bounded", options={"xatol": 1e-4}).x)
