"""What can go wrong with alerts, each with its cure. Nothing is imported: the command line knows these at its start."""


class RulesError(ValueError):
    """A rules.yml, or what its questions answer, that cannot be followed: file, line, and the cure."""


class BookError(Exception):
    """The book cannot be read or written: names it and the cure."""


PROBLEMS = (RulesError, BookError)
