// title: Cascades that may still grow
// title-fr: Cascades qui peuvent encore grandir
// about: Final size expected by SEISMIC from the shares so far, with its interval; supercritical means that no end is in sight. An estimate, never a promise.
// about-fr: Taille finale attendue par SEISMIC d’après les partages vus, avec son intervalle ; « supercritical » : aucune fin en vue. Une estimation, jamais une promesse.
// param: from datetime? = null — last post not before
// param: to datetime? = null — first post not after
// param: limit int = 50 — rows at most
// returns: root_uid string, size int, growth string, expected_size float?, expected_size_p05 float?
// returns: expected_size_p95 float?, first_at datetime?, last_at datetime?
MATCH (c:Cascade)
WHERE c.growth IN ['estimable', 'supercritical']
  AND ($from IS NULL OR c.last_at >= $from) AND ($to IS NULL OR c.first_at <= $to)
RETURN c.root_uid AS root_uid, c.size AS size, c.growth AS growth, c.expected_size AS expected_size,
       c.expected_size_p05 AS expected_size_p05, c.expected_size_p95 AS expected_size_p95,
       c.first_at AS first_at, c.last_at AS last_at
ORDER BY growth DESC, size DESC, root_uid LIMIT $limit
