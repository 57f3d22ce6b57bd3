"""The tables that others rely on, each computed from a canonical post frame: the same from a graph or a file."""
