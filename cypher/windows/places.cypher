// title: Places of posts, as columns
// about: One row per post and place.
// returns: uid string, location_uid string
MATCH (p:Post)-[:LOCATED_IN]->(l:Location)
RETURN p.uid AS uid, l.uid AS location_uid
ORDER BY uid, location_uid
