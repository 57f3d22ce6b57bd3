"""The exercise: an invented French crisis whose truth is known, to try the whole tool and to measure it."""

from collectors.exercise.write import Exercise, write

__all__ = ["Exercise", "write"]
