// title: Every cascade, for export
// about: The figures of all cascades, the largest first.
// returns: cascade_id string, root_uid string, size int, users int, depth int, max_breadth int
// returns: structural_virality float, first_at datetime, last_at datetime, repairs int
// returns: depth_p05 float, depth_p95 float, max_breadth_p05 float, max_breadth_p95 float
// returns: structural_virality_p05 float, structural_virality_p95 float
MATCH (c:Cascade)
RETURN c.uid AS cascade_id, c.root_uid AS root_uid, c.size AS size, c.users AS users, c.depth AS depth,
       c.max_breadth AS max_breadth, c.structural_virality AS structural_virality, c.first_at AS first_at,
       c.last_at AS last_at, c.repairs AS repairs, c.depth_p05 AS depth_p05, c.depth_p95 AS depth_p95,
       c.max_breadth_p05 AS max_breadth_p05, c.max_breadth_p95 AS max_breadth_p95,
       c.structural_virality_p05 AS structural_virality_p05, c.structural_virality_p95 AS structural_virality_p95
ORDER BY size DESC, root_uid
