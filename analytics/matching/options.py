"""What decides how well an offer suits a need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matching:
    """The score of a pair is cosine × exp(−d / km) × exp(−t / hours), d and t apart in space and time.

    km, hours     distance and time at which an offer is worth 1/e of one that is here and now
    at_most_km    pairs further apart are none
    same_class    share of the cosine that the class of need has, the words having the rest
    least         pairs that score less are none
    most_pairs    beyond so many pairs of a class only the nearest `neighbours` of each side are compared
    """

    km: float = 10.0
    hours: float = 24.0
    at_most_km: float = 50.0
    same_class: float = 0.7
    least: float = 0.005
    most_pairs: int = 4_000_000
    neighbours: int = 64


MATCHING = Matching()
