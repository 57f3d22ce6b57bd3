// title: Orphans of one run
// about: How many posts of one run answer or relay a post that nobody has loaded.
// param: run string — the run
// returns: orphans int
// order: single row
MATCH (p:Post {run: $run})-[:REPLY_TO|REPOST_OF|QUOTES]->(q:Post)
WHERE q.created_at IS NULL
RETURN count(DISTINCT p.uid) AS orphans
