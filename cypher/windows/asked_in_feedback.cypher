// title: Feedback on what an action addresses before its message, as columns
// about: Feedback on the service, or with the need, that the action addresses, within its window and territory.
// returns: action string, asked string, method string, answered_at datetime?
MATCH (a:Action)-[:ADDRESSES]->(t)<-[r:CONCERNS|EXPRESSES]-(f:Feedback) WHERE a.kind IN ['advice', 'denial', 'reply']
MATCH (m:Post {uid: a.message_uid})
WHERE f.created_at >= a.starts_at AND f.created_at < coalesce(m.created_at, a.at)
OPTIONAL MATCH (f)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(l:Location)
WITH a, f, r, collect(l.uid) AS places
WHERE a.territory IS NULL OR a.territory IN places
RETURN DISTINCT a.uid AS action, f.uid AS asked, CASE WHEN type(r) = 'CONCERNS' THEN 'service' ELSE 'need' END AS method,
       CASE WHEN f.answered_at >= a.at THEN f.answered_at ELSE null END AS answered_at
ORDER BY action, asked, method
