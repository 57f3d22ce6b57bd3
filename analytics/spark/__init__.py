"""The same figures beyond one machine, through PySpark's DataFrame API (extra `spark`).

Columns only: no RDD, no Python function called row by row. Whatever is repeated (climbing trees, merging
components, passing labels on) is repeated a bounded number of times, each round written to a scratch folder,
so that plans stay short and a lost worker costs one round. Results equal those of one machine row by row:
`analytics.cascades.measure`, `analytics.coordination`, and `analytics.spark.single` for components and label
propagation. Leiden communities stay on one machine (`analytics.communities`).

Nothing else imports this room, so that nobody else needs PySpark.
"""
