// title: Declared actions
// title-fr: Actions déclarées
// about: What was declared, when, before or after its moment, and how often its effect was looked at since.
// about-fr: Ce qui a été déclaré, quand, avant ou après son moment, et combien de fois son effet a été regardé depuis.
// param: from datetime? = null — moment of the action not before
// param: to datetime? = null — moment of the action before
// param: action string? = null — one action only
// param: limit int = 100 — rows at most
// returns: action string, kind string, metric string, target string, territory string?, message string?
// returns: audience string?, at datetime, declared_at datetime, beforehand bool, looks int, last_outcome string?
// returns: title string?
MATCH (a:Action)
WHERE ($from IS NULL OR a.at >= $from) AND ($to IS NULL OR a.at < $to)
  AND ($action IS NULL OR a.uid = $action)
OPTIONAL MATCH (r:Run {stage: 'actions:effect', parameters: a.uid})
WITH a, r ORDER BY r.started_at, r.uid
WITH a, collect(r.outcome) AS outcomes
OPTIONAL MATCH (a)-[:ADDRESSES]->(c:Claim)
RETURN a.uid AS action, a.kind AS kind, a.metric AS metric, a.target AS target, a.territory AS territory,
       a.message AS message, a.audience AS audience, a.at AS at, a.declared_at AS declared_at,
       a.declared_at <= a.at AS beforehand, size(outcomes) AS looks,
       CASE WHEN size(outcomes) = 0 THEN null ELSE outcomes[size(outcomes) - 1] END AS last_outcome,
       c.title AS title
ORDER BY at DESC, action LIMIT $limit
