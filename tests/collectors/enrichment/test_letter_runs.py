"""The kernel answers as py3langid does."""

from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid import classify as one_by_one

from collectors.enrichment.letter_runs import classify

TEXTS = [
    "L'eau du robinet est de nouveau potable dans tout le département",
    "La rivière déborde, évitez le pont",
    "ROUTE COUPÉE APRÈS LE VILLAGE",
    "The river has burst its banks, please stay at home",
    "Der Fluss ist über die Ufer getreten",
    "Вода поднимается, мост закрыт",
    "Река је поплавила село",  # a language that the model has twice, in two scripts
    "O mare izgubljena reka",
    "河水上涨，请远离桥梁",
    "مياه النهر ترتفع بسرعة",
    "e\u0301te\u0301 comme hiver",  # decomposed
    "ok",
    "",
    "1234 !!",
]


def test_the_answers_are_those_of_py3langid():
    assert classify(TEXTS) == [one_by_one(text)[0] for text in TEXTS]
    assert classify([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(TEXTS).map(lambda text: text[::-1]), max_size=5))
def test_so_are_those_for_any_texts(texts):
    assert classify(texts) == [one_by_one(text)[0] for text in texts]
