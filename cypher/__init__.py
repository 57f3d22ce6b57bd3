"""The query library: one question per ``.cypher`` file, with its title, parameters and columns.

Folders: ``windows/`` reads that feed analytics, ``writes/`` writes that are not generated,
``schema/<engine>/`` plain statements; every other folder holds the public questions.
"""

from cypher.check import check_text
from cypher.errors import QueryError
from cypher.library import queries, query, schema_statements
from cypher.query import Column, Param, Query

__all__ = ["Column", "Param", "Query", "QueryError", "check_text", "queries", "query", "schema_statements"]
