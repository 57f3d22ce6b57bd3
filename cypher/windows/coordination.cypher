// title: Pairs of accounts that act together, for export
// about: One row per pair and kind, the surest first: coordinated, which is not to say inauthentic.
// returns: source string, target string, weight float, mean_lag_s float?, symmetry float?, p float?, q float?
// returns: evidence strings?, kind string
MATCH (a:User)-[r:COORDINATED_WITH]->(b:User)
RETURN a.uid AS source, b.uid AS target, r.weight AS weight, r.mean_lag_s AS mean_lag_s,
       r.symmetry AS symmetry, r.p AS p, r.q AS q, r.evidence AS evidence, r.kind AS kind
ORDER BY q, weight DESC, source, target, kind
