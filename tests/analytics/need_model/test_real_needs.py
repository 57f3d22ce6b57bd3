"""Services Publics+, 888 experiences: rating and service from title and text in five folds."""

import pytest

from benchmarks import rumoureval
from collectors.files.feedback_frames import read_feedback
from dash_app.need_model import scores

FILE = rumoureval.DATA / "services_publics_plus" / "experiences.csv"
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not FILE.is_file(), reason=f"Services Publics+ is not at {FILE}"),
]


def test_rating_and_service_are_told():
    rating, service = scores(read_feedback(FILE, "services-publics-plus").feedback, 5).values()
    assert (rating.texts, service.texts) == (888, 539)
    assert rating.accuracy >= 0.68
    assert service.accuracy >= 0.77
