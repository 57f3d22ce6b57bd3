"""What is generated from the model: statements, and the schema page of the documentation."""

from pathlib import Path

import pytest

from graph import loads
from graph.loads import EdgeLoad, NodeLoad
from graph.model import NODES, RELATIONS, node, relation
from graph.schema import constraints, load_statement, page

SHAPES = [value for value in vars(loads).values() if isinstance(value, NodeLoad | EdgeLoad)]


def test_every_label_has_one_constraint():
    assert len(set(constraints())) == len(NODES)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: getattr(s, "label", getattr(s, "relation", "")))
def test_every_shape_speaks_of_what_the_model_declares(shape):
    if isinstance(shape, EdgeLoad):
        found = relation(shape.relation)
        assert shape.source in found.sources
        assert shape.target in found.targets
        return
    for link in shape.links:
        found = relation(link.relation)
        ends = (link.target, shape.label) if link.incoming else (shape.label, link.target)
        assert ends[0] in found.sources
        assert ends[1] in found.targets
        assert {name for name, _ in link.sets} <= {p.name for p in found.properties}
        assert set(link.carries) <= {p.name for p in node(link.target).properties}


def test_relations_join_declared_labels():
    labels = {n.label for n in NODES}
    assert all({*r.sources, *r.targets} <= labels for r in RELATIONS)


def test_only_the_columns_that_are_given_are_written():
    text = load_statement(loads.POSTS, frozenset({"uid", "text", "hashtags"}))
    assert text == (
        "UNWIND $rows AS row\n"
        "MERGE (n:`Post` {`uid`: row.`uid`})\n"
        "SET n.text = CASE WHEN n.deleted_at IS NULL THEN coalesce(row.text, n.text) ELSE '' END\n"
        "FOREACH (entry IN row.hashtags |\n"
        "  MERGE (m:`Hashtag` {`tag`: entry})\n"
        "  MERGE (n)-[r:TAGGED]->(m))"
    )


def test_the_schema_page_is_the_model():
    written = Path(__file__).parents[2] / "docs" / "schema.md"
    assert written.read_text(encoding="utf-8") == page(), "run: make docs"
