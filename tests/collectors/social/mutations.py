"""Golden items with something unforeseen in them."""

import json

from hypothesis import strategies as st

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def mutated(events):
    """Golden events with one value anywhere replaced by anything."""

    def paths(value, path=()):
        yield path
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from paths(inner, (*path, key))
        if isinstance(value, list):
            for index, inner in enumerate(value):
                yield from paths(inner, (*path, index))

    def replace(event, path, value):
        copy = json.loads(json.dumps(event))
        inner = copy
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        return copy

    return st.sampled_from(events).flatmap(
        lambda event: st.builds(
            replace, st.just(event), st.sampled_from([p for p in paths(event) if p]), json_values
        )
    )
