"""The parts of the pages: each builds its components from a view and texts, and asks nothing of the graph."""
