"""Figures: rows in, a drawing, a sentence and a table out. Pages and reports use the same ones."""
