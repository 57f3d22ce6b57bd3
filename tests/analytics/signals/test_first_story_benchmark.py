from benchmarks.__main__ import BENCHMARKS
from benchmarks.first_story import draw, run


def test_a_small_run():
    assert "first_story" in BENCHMARKS
    result = run(repeats=2, texts=20_000, batch=50)
    assert result.ratio > 0  # how fast it is depends on what else runs here
    assert result.figures["f1"] == result.figures["brute_force_f1"] > 0.8
    assert result.figures["same_decision"] == 1


def test_the_texts_differ_and_are_repeatable():
    drawn = draw(3_000)
    assert drawn.text.n_unique() > 2_990
    assert drawn.text.equals(draw(3_000).text)
    assert drawn.at.is_sorted()
