"""Weak signals: what is more than usual, judged only by what came before.

A signal, never a verdict: "unusual" says that a count is hard to explain by the hours and weeks before it.
"""
