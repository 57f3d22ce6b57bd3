"""What is said when the extra or Java is not there."""

import sys

import pytest

from analytics.spark.sessions import SparkMissingError, start


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SparkMissingError, match=r"pip install 'cyberimpact\[spark\]'"):
        start("local[1]", environment={})


def test_without_java(tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'cyberimpact[spark]'")
    with pytest.raises(SparkMissingError, match=r"Java 17.*JAVA_HOME"):
        start("local[1]", environment={"PATH": str(tmp_path)})
