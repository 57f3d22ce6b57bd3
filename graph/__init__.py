"""The property graph: its model, its two stores, territory and pseudonyms."""
