"""Imported before the libraries that start threads of their own: those threads never receive Ctrl-C."""

from __future__ import annotations

from graph import interrupts

interrupts.hold()
