"""Communities of accounts: who they are, how stable, their words, what they spread, how they change."""

from analytics.communities.detect import PREFIX, Communities, Summary, communities

__all__ = ["PREFIX", "Communities", "Summary", "communities"]
