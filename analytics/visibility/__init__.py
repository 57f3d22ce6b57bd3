"""Where a service is heard and reachable: share of voice, answers, and feedback against population."""

from analytics.visibility.answers import asked, delays, response
from analytics.visibility.heard import of_feedback, of_posts
from analytics.visibility.share_of_voice import voice

__all__ = ["asked", "delays", "of_feedback", "of_posts", "response", "voice"]
