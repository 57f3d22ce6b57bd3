"""From narratives that alarm people to the official resources that help; never about a person."""

from analytics.prevention.orientation import orient
from analytics.prevention.resources import Resources, parse, resources

__all__ = ["Resources", "orient", "parse", "resources"]
