"""Sources: one module and one YAML each, on one road from the raw record to the graph."""
