"""What the watch can be told; the defaults are those of every figure that is published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """windows_min   lengths of the windows, minutes; each must divide a day. The discovery rate is shared among them

    discovery       share of false alerts that is accepted among windows (q), by Benjamini–Hochberg
    persist, of     an alert needs so many windows that speak of so many in a row
    fewest          people, conversations or posts of an alert at least
    family_h        hours of windows that are judged together, those before included
    quiet_h         hours without an alert of a topic and place after which a new one begins
    speaks          chance at which one window, or one component of several, counts as unusual
    young_h         age up to which claims are compared with each other
    crowd           distinct people below which nothing is said, of a place or of none
    replications    of the space–time scan, and its seed
    """

    windows_min: tuple[int, ...] = (15, 60)
    discovery: float = 0.05
    persist: int = 2
    of: int = 3
    fewest: int = 5
    family_h: int = 24
    quiet_h: int = 24
    speaks: float = 0.02
    young_h: int = 24
    crowd: int = 11
    replications: int = 999
    seed: int = 0


WATCH = WatchOptions()
