// title: Fact-checks that may be about a claim, for export
// about: One row per claim and fact-check, the nearest first: evidence to read, no verdict.
// returns: claim_id string, fact_check_uid string, score float?, rank int?, terms strings?
MATCH (f:FactCheck)-[m:MATCHES]->(c:Claim)
RETURN c.uid AS claim_id, f.uid AS fact_check_uid, m.score AS score, m.rank AS rank, m.terms AS terms
ORDER BY claim_id, rank, fact_check_uid
