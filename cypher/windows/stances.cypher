// title: Stances of answers, for export
// about: One row per reply or quote: what it answers, how, and how sure the model is.
// returns: uid string, answered_uid string, stance string?, probability float?
MATCH (p:Post)-[s:TAKES_STANCE_ON]->(q:Post)
RETURN p.uid AS uid, q.uid AS answered_uid, s.stance AS stance, s.probability AS probability
ORDER BY uid, answered_uid
