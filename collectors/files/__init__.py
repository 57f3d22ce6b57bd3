"""Files that others exported: tables, archives and dumps, each turned into posts, events or fact-checks."""
