"""Alerts from rules to readers: rules.yml, the book of what was said, the channels it leaves by."""
