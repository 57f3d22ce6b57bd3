// title: Accounts that act together
// title-fr: Comptes qui agissent ensemble
// about: Pairs that shared the same things within seconds more often than chance explains: coordinated, which is not to say inauthentic. An analyst looks at the evidence before anything is made of it.
// about-fr: Paires ayant partagé les mêmes choses à quelques secondes d’écart plus souvent que le hasard ne l’explique : coordonnées, ce qui ne veut pas dire inauthentiques. Un analyste regarde les preuves avant d’en conclure quoi que ce soit.
// param: max_q float = 0.01 — false discovery rate
// param: kind string? = null — repost, link, hashtags, text or reply
// param: limit int = 100 — rows at most
// returns: source string, target string, kind string, weight float, mean_lag_s float?, symmetry float?, q float?
// returns: evidence strings?
MATCH (a:User)-[r:COORDINATED_WITH]->(b:User)
WHERE r.q <= $max_q AND ($kind IS NULL OR r.kind = $kind)
RETURN a.uid AS source, b.uid AS target, r.kind AS kind, r.weight AS weight, r.mean_lag_s AS mean_lag_s,
       r.symmetry AS symmetry, r.q AS q, r.evidence AS evidence
ORDER BY q, weight DESC, source, target, kind LIMIT $limit
