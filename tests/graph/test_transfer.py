"""A whole graph goes from one store to the other and back, to the byte."""

from datetime import UTC, datetime

import polars as pl
import pytest
import zstandard

from graph import loads
from graph.transfer import TransferError, count_graph, export_graph, import_graph

AT = datetime(2026, 1, 7, 11, 7, 51, 250_000, tzinfo=UTC)


def fill(store):
    posts = {
        "uid": ["x:1", "x:2", "x:3"],
        "text": ["a", "b", "é 🌊"],
        "created_at": [AT, AT, None],
        "lat": [48.1, None, None],
        "author": [[{"key": "u_a", "platform": "x", "followers": 3}], [], []],
        "reply_to": [[], ["x:1"], ["x:9"]],
        "hashtags": [["eau"], ["eau"], []],
    }
    store.load(loads.POSTS, pl.DataFrame(posts))
    store.load(
        loads.NEED_RATES, pl.DataFrame({"uid": "a", "suppressed": True, "gap": 0.1, "about": [["water"]]})
    )


def content(path):
    return zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read()


def test_there_and_back_to_the_byte(store, tmp_path):
    fill(store)
    first, second = tmp_path / "a.zst", tmp_path / "b.zst"
    counts = export_graph(store, first)
    assert counts == count_graph(store)
    assert import_graph(store, first) == counts
    export_graph(store, second)
    assert content(first) == content(second)


@pytest.mark.neo4j
def test_from_the_embedded_store_to_neo4j(kglite_store, neo4j_store, tmp_path):
    fill(kglite_store)
    first, second = tmp_path / "a.zst", tmp_path / "b.zst"
    export_graph(kglite_store, first)
    import_graph(neo4j_store, first)
    export_graph(neo4j_store, second)
    assert content(first) == content(second)


def test_a_cut_file_is_known_as_such(kglite_store, tmp_path):
    fill(kglite_store)
    whole, cut = tmp_path / "a.zst", tmp_path / "cut.zst"
    export_graph(kglite_store, whole)
    lines = content(whole).splitlines(keepends=True)
    cut.write_bytes(zstandard.compress(b"".join(lines[:-1])))
    with pytest.raises(TransferError, match="it was cut"):
        import_graph(kglite_store, cut)
    cut.write_bytes(whole.read_bytes()[:60])
    with pytest.raises(TransferError, match="was cut"):
        import_graph(kglite_store, cut)


def test_another_file_is_no_export(kglite_store, tmp_path):
    path = tmp_path / "other.zst"
    path.write_bytes(zstandard.compress(b'{"format": "other"}\n'))
    with pytest.raises(TransferError, match="no export of a graph"):
        import_graph(kglite_store, path)
