"""Declared actions: declaration, ledger, series, effect, opening hours."""
