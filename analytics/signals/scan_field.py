"""What a space–time scan looks at: places in an order of their own, what is expected there, events by place."""

import numpy as np

from analytics.arrays import Floats, Int64s
from analytics.signals.cylinders import SETS, Events, Field
from analytics.space.sphere import on_sphere

CELL = 31  # bits for the hour and the set of an event


def field_of(counts: Int64s, expected: Floats, coordinates: Floats) -> tuple[Int64s, Field]:
    """Rows in the order of the field (n,), which depends on where they are and not on how they came; the field.

    Takes and raises what `analytics.signals.scan.scan` does.
    """
    means = _checked(counts, expected, coordinates)
    total = float(counts.sum())
    rows = np.lexsort((means.sum(axis=1), coordinates[:, 1], coordinates[:, 0]))
    scale = total / means.sum() if total else 1.0
    means = np.ascontiguousarray(means[rows]) * scale
    return rows, Field(on_sphere(*coordinates[rows].T), means, means.sum(axis=1), total)


def _checked(counts: Int64s, expected: Floats, coordinates: Floats) -> Floats:
    """What is expected in every place and hour, in the unit it was given in."""
    events, means = counts, np.asarray(expected, np.float64)
    if events.ndim != 2 or means.shape not in {events.shape, events.shape[:1]}:
        raise ValueError(f"{means.shape} expected do not fit {events.shape} counts of places and hours")
    if coordinates.shape != (events.shape[0], 2):
        raise ValueError(f"{events.shape[0]} places, but coordinates of shape {coordinates.shape}")
    if not (np.isfinite(means).all() and np.isfinite(coordinates).all()):
        raise ValueError("an expected figure or a coordinate is not a number: leave out places without them")
    if (events < 0).any() or (means < 0).any():
        raise ValueError("counts and expected figures cannot be negative")
    spread = np.broadcast_to(means.reshape(events.shape[0], -1), events.shape)
    if (events[spread == 0] > 0).any():
        raise ValueError("events where none are expected: leave those places out, or expect some there")
    return spread


def drawn(field: Field, sets: int, rng: np.random.Generator) -> Events:
    """As many events as were observed, in each of the sets, wherever they are expected."""
    sums = field.expected.cumsum()
    cell = np.searchsorted(sums, rng.random(sets * int(field.total)) * sums[-1], side="right")
    cell = np.minimum(cell, np.flatnonzero(field.expected)[-1])  # a product may round up to the end
    places, hours = field.expected.shape
    place, hour = np.divmod(cell, hours)
    return by_place(place, hour, places, np.repeat(np.arange(sets), int(field.total)))


def by_place(place: Int64s, hour: Int64s, places: int, number: Int64s | int = 0) -> Events:
    """Events in the order of their places, hours and sets."""
    key = np.sort(place << CELL | hour << SETS | number)
    start = np.searchsorted(key, np.arange(places + 1) << CELL)
    return Events(start, (key & ((1 << CELL) - 1)).astype(np.int32))
