// title: Those who asked before an action, and were answered
// title-fr: Ceux qui ont demandé avant une action et ont eu une réponse
// about: People whose posts or feedback an action’s message answers, how many of them its account answered directly and after how long, how many took its message up; no figure tells of fewer than 11 people.
// about-fr: Personnes dont les messages ou les retours ont leur réponse dans le message d’une action, combien ont eu une réponse directe de son compte et après combien de temps, combien ont repris son message ; aucun chiffre ne parle de moins de 11 personnes.
// param: action string? = null — one action only
// param: limit int = 100 — rows at most
// returns: action string, asked int?, answered int?, reached int?, wait_s float?
MATCH (a:Action)-[r:ANSWERS]->(q)
WHERE $action IS NULL OR a.uid = $action
OPTIONAL MATCH (u:User)-[:POSTED]->(q)
WITH a.uid AS action, coalesce(u.uid, q.uid) AS person,
     max(CASE WHEN r.answered_at IS NULL THEN 0 ELSE 1 END) AS answered,
     max(CASE WHEN r.reached_at IS NULL THEN 0 ELSE 1 END) AS reached,
     min((r.answered_at.epochMillis - q.created_at.epochMillis) / 1000.0) AS wait_s
WITH action, count(person) AS asked, sum(answered) AS answered, sum(reached) AS reached, avg(wait_s) AS wait_s
RETURN action, CASE WHEN asked >= 11 THEN asked ELSE null END AS asked,
       CASE WHEN asked >= 11 AND (answered = 0 OR answered >= 11) AND (asked = answered OR asked - answered >= 11)
            THEN answered ELSE null END AS answered,
       CASE WHEN asked >= 11 AND (reached = 0 OR reached >= 11) AND (asked = reached OR asked - reached >= 11)
            THEN reached ELSE null END AS reached,
       CASE WHEN answered >= 11 AND (asked = answered OR asked - answered >= 11) THEN wait_s ELSE null END AS wait_s
ORDER BY action LIMIT $limit
