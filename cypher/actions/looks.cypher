// title: When effects were looked at
// title-fr: Quand les effets ont été regardés
// about: The audit of actions: each look at an effect, the series it read, and what it found.
// about-fr: Le journal des actions : chaque lecture d’un effet, la série lue et ce qu’elle a donné.
// param: series string? = null — one series only
// param: limit int = 1000 — rows at most
// returns: action string, series string, at datetime, outcome string?
MATCH (r:Run {stage: 'actions:effect'})
WHERE $series IS NULL OR r.input = $series
RETURN r.parameters AS action, r.input AS series, r.started_at AS at, r.outcome AS outcome
ORDER BY at, action, series LIMIT $limit
