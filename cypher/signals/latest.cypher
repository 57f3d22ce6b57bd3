// title: What is unusual
// title-fr: Ce qui est inhabituel
// about: Signals of a window, the surest first: what was seen, what was expected, and why. Never a verdict.
// about-fr: Les signaux d’une période, les plus sûrs d’abord : ce qui a été vu, ce qui était attendu, et pourquoi. Jamais un verdict.
// param: from datetime? = null — not detected before
// param: to datetime? = null — detected before
// param: kind string = '' — need, diffusion, volume, panic or crowd; empty: all
// param: signal string? = null — one signal only
// param: limit int = 100 — rows at most
// returns: signal string, kind string, topic string, location_code string?, place string?, start_at datetime
// returns: detected_at datetime, observed int, expected float?, score_bits float, q float?, why string, claim string?
MATCH (s:Signal)
WHERE ($from IS NULL OR s.detected_at >= $from) AND ($to IS NULL OR s.detected_at < $to)
  AND ($kind = '' OR s.kind = $kind) AND ($signal IS NULL OR s.uid = $signal)
OPTIONAL MATCH (s)-[:LOCATED_IN]->(l:Location)
OPTIONAL MATCH (s)-[:ABOUT]->(c:Claim)
RETURN s.uid AS signal, s.kind AS kind, s.topic AS topic, s.location_code AS location_code, l.name AS place,
       s.start_at AS start_at, s.detected_at AS detected_at, s.observed AS observed, s.expected AS expected,
       s.score_bits AS score_bits, s.q AS q, s.why AS why, c.title AS claim
ORDER BY score_bits DESC, signal LIMIT $limit
