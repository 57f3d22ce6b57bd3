"""Cypher and documentation generated from the declared model: constraints, indexes, loads, clean-up, page.

Names are quoted, since some of them (Case, class) are words of Cypher.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from graph.loads import EMPTIED, EdgeLoad, Link, NodeLoad
from graph.model import NODES, RELATIONS, Node, Property, Relation, node, relation

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = {"text": "''"}  # what stands for an emptied property; null for the others


def constraints() -> tuple[str, ...]:
    """One uniqueness constraint per label: every MERGE key has one."""
    return tuple(
        f"CREATE CONSTRAINT {n.label.lower()}_{n.key} IF NOT EXISTS "
        f"FOR (n:`{n.label}`) REQUIRE n.`{n.key}` IS UNIQUE"
        for n in NODES
    )


def indexes() -> tuple[str, ...]:
    """One range index per property that queries filter or sort by."""
    return tuple(
        f"CREATE INDEX {n.label.lower()}_{name} IF NOT EXISTS FOR (n:`{n.label}`) ON (n.`{name}`)"
        for n in NODES
        for name in n.indexed
    )


def acquaintances() -> tuple[str, ...]:
    """Statements that make a new embedded graph know every declared property, and leave no node behind.

    kglite refuses a pattern such as `{due_at: $at}` on a property that no node ever had.
    """
    made = []
    for n in NODES:
        names = ", ".join(f"n.`{p.name}` = null" for p in n.properties)
        setting = f" SET {names}" if names else ""
        made.append(f"MERGE (n:`{n.label}` {{`{n.key}`: ''}}){setting}")
        made.append(f"MATCH (n:`{n.label}` {{`{n.key}`: ''}}) DETACH DELETE n")
    return tuple(made)


_TITLED = frozenset(n.label for n in NODES if any(p.name == "title" for p in n.properties))
_MERGED = re.compile(r"MERGE \((\w+):`(\w+)` \{`(\w+)`: ([^{},]+)\}\)")


@cache
def with_identity(statement: str) -> str:
    """The statement for kglite, with the key as the node's own id too.

    Left to itself kglite numbers nodes from their count when a graph is opened, so that after a deletion
    new nodes get the numbers of others, and the write is refused. It also invents a title where none is given.
    """
    return _MERGED.sub(_identified, statement)


def _identified(merge: re.Match[str]) -> str:
    variable, label, key, value = merge.groups()
    made = f"MERGE ({variable}:`{label}` {{`{key}`: {value}, id: {value}}})"
    return f"{made} ON CREATE SET {variable}.title = null" if label in _TITLED else made


@cache
def load_statement(shape: NodeLoad | EdgeLoad, columns: frozenset[str]) -> str:
    """The one statement that loads `$rows` with just these columns.

    A column that a source does not give is left out, so that "not given" never overwrites "known".
    Raises ValueError for a column that the shape has no place for.
    """
    text = _node_statement(shape, columns) if isinstance(shape, NodeLoad) else _edge_statement(shape, columns)
    return f"UNWIND $rows AS row\n{text}"


def _node_statement(shape: NodeLoad, columns: frozenset[str]) -> str:
    declared = node(shape.label)
    given = [p for p in declared.properties if p.name in columns]
    links = [link for link in shape.links if link.column in columns]
    known = {declared.key, *(p.name for p in given), *(link.column for link in links)}
    if unknown := sorted(columns - known):
        raise ValueError(f"{shape.label} has no place for the columns {', '.join(unknown)}")
    plain = [p for p in given if p.name not in shape.emptied]
    sets = [_set("n", p, f"row.{p.name}", shape) for p in plain] + _emptied(shape, columns)
    lines = [f"MERGE (n:`{declared.label}` {{`{declared.key}`: row.`{declared.key}`}})", _assign(sets)]
    return "\n".join(line for line in [*lines, *(_link(link) for link in links)] if line)


def _set(variable: str, prop: Property, value: str, shape: NodeLoad | None) -> str:
    value, old = _typed(prop, value), f"{variable}.{prop.name}"
    if shape is not None and shape.replaces:
        return f"{old} = {value}"
    first = shape is not None and prop.name in shape.first_wins
    return f"{old} = coalesce({old}, {value})" if first else f"{old} = coalesce({value}, {old})"


def _emptied(shape: NodeLoad, columns: frozenset[str]) -> list[str]:
    """Properties that a deletion empties: what comes with or after it stays out."""
    told = "deleted_at" in columns
    gone = "coalesce(row.deleted_at, n.deleted_at)" if told else "n.deleted_at"
    return [
        f"n.{p} = CASE WHEN {gone} IS NULL THEN {f'coalesce(row.{p}, n.{p})' if p in columns else f'n.{p}'} "
        f"ELSE {NOTHING.get(p, 'null')} END"
        for p in shape.emptied
        if p in columns or told
    ]


def deletions_of_known() -> str:
    """Posts of `$rows` (uid, deleted_at) that are in the graph are emptied; the others are not heard of.

    A post that is only known as somebody's parent is none of them: whether it is there is a matter of order.
    """
    return (
        "UNWIND $rows AS row MATCH (p:Post {uid: row.uid}) WHERE p.created_at IS NOT NULL "
        f"SET p.deleted_at = coalesce(p.deleted_at, datetime(row.deleted_at)), {_all_emptied('p')}"
    )


def departures() -> str:
    """Accounts of `$rows` (uid, deleted_at) left their platform: every post of theirs is emptied."""
    return (
        "UNWIND $rows AS row MERGE (u:`User` {`uid`: row.uid}) "
        "SET u.deleted_at = coalesce(u.deleted_at, datetime(row.deleted_at)) "
        "WITH u MATCH (u)-[:POSTED]->(p:Post) "
        f"SET p.deleted_at = coalesce(p.deleted_at, u.deleted_at), {_all_emptied('p')}"
    )


def _all_emptied(variable: str) -> str:
    return ", ".join(f"{variable}.{name} = {NOTHING.get(name, 'null')}" for name in EMPTIED)


def _typed(prop: Property, value: str) -> str:
    """Times travel as ISO 8601 text in UTC, which both engines read alike; a null stays null."""
    is_time = prop.type == "datetime" and value.startswith(("row.", "entry."))
    return f"datetime({value})" if is_time else value


def _assign(sets: Iterable[str]) -> str:
    joined = ",\n    ".join(sets)
    return f"SET {joined}" if joined else ""


def _link(link: Link) -> str:
    target, kind = node(link.target), relation(link.relation)
    key = "entry.key" if link.maps else "entry"
    carried = [_set("m", target.property(name), f"entry.{name}", None) for name in link.carries]
    arrow = f"(n)<-[r:{kind.type}]-(m)" if link.incoming else f"(n)-[r:{kind.type}]->(m)"
    sets = [f"r.{name} = {_typed(kind.property(name), value)}" for name, value in link.sets]
    steps = [
        f"MERGE (m:`{target.label}` {{`{target.key}`: {key}}})",
        _assign(carried),
        f"MERGE {arrow}",
        _assign(sets),
    ]
    return f"FOREACH (entry IN row.{link.column} |\n  " + "\n  ".join(step for step in steps if step) + ")"


def _edge_statement(shape: EdgeLoad, columns: frozenset[str]) -> str:
    kind, source, target = relation(shape.relation), node(shape.source), node(shape.target)
    names = sorted(columns - {"source", "target", *shape.keyed})
    key = ", ".join(f"`{name}`: row.`{name}`" for name in shape.keyed)
    sets = [f"r.{name} = {_typed(kind.property(name), f'row.{name}')}" for name in names]
    return "\n".join(
        [
            f"MATCH (a:`{source.label}` {{`{source.key}`: row.source}})",
            f"MATCH (b:`{target.label}` {{`{target.key}`: row.target}})",
            f"MERGE (a)-[r:{kind.type}{f' {{{key}}}' if key else ''}]->(b)",
            _assign(sets),
        ]
    ).rstrip()


def stale_nodes(label: str) -> str:
    """Delete one batch of the label's nodes that the newest run did not write; returns how many."""
    return (
        f"MATCH (n:{label}) WHERE n.run <> $run WITH n LIMIT $batch "
        "DETACH DELETE n RETURN count(*) AS deleted"
    )


def stale_relations(kind: str, source: str) -> str:
    """Delete one batch of relations that the newest run did not write; returns how many."""
    return (
        f"MATCH (:{source})-[r:{kind}]->() WHERE r.run <> $run WITH r LIMIT $batch "
        "DELETE r RETURN count(*) AS deleted"
    )


_PAGE = """# The graph

Generated from `graph/model.py` by `cyberimpact graph schema`; a test keeps it true.

## Labels

{nodes}
## Relations

| relation | meaning | properties |
|---|---|---|
{relations}
"""


def page() -> str:
    """The schema page of the documentation, as Markdown."""
    return _PAGE.format(
        nodes="\n".join(_node_section(n) for n in NODES),
        relations="\n".join(_relation_row(r) for r in RELATIONS),
    )


def _node_section(n: Node) -> str:
    rows = "".join(f"| {p.name} | {p.type} | {p.about} |\n" for p in n.properties)
    table = f"\n| property | type | about |\n|---|---|---|\n{rows}" if rows else ""
    return f"### {n.label}\n\n{n.about} Key: `{n.key}`. Retention: {n.retention}.\n{table}"


def _relation_row(r: Relation) -> str:
    names = ", ".join(p.name for p in r.properties)
    sources, targets = ("\\|".join(labels) for labels in (r.sources, r.targets))
    return f"| `(:{sources})-[:{r.type}]->(:{targets})` | {r.about} | {names} |"


def page_of_nodes(n: Node) -> str:
    """Nodes of a label after `$after`, by key: (key, properties)."""
    return (
        f"MATCH (n:`{n.label}`) WHERE n.`{n.key}` > $after "
        f"RETURN n.`{n.key}` AS key, properties(n) AS properties ORDER BY key LIMIT $batch"
    )


def relations_from(r: Relation, source: Node, target: Node) -> str:
    """Relations that leave the nodes `$keys`: (source, target, properties)."""
    return (
        f"UNWIND $keys AS key MATCH (a:`{source.label}` {{`{source.key}`: key}})-[r:{r.type}]->(b:`{target.label}`) "
        f"RETURN key AS source, b.`{target.key}` AS target, properties(r) AS properties ORDER BY source, target"
    )


def restore_nodes(n: Node) -> str:
    """Write nodes with all their properties: `$rows` of (key, properties)."""
    return f"UNWIND $rows AS row MERGE (n:`{n.label}` {{`{n.key}`: row.key}}) SET n += row.properties"


def restore_relations(r: Relation, source: Node, target: Node) -> str:
    """Write relations with all their properties: `$rows` of (source, target, properties)."""
    return (
        f"UNWIND $rows AS row MATCH (a:`{source.label}` {{`{source.key}`: row.source}}) "
        f"MATCH (b:`{target.label}` {{`{target.key}`: row.target}}) "
        f"MERGE (a)-[r:{r.type}]->(b) SET r += row.properties"
    )
