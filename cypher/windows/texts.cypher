// title: What the posts of a window say, as columns
// about: One row per post: its text, language, platform and how many follow its author.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// returns: uid string, text string?, lang string?, platform string?, author_followers int?
MATCH (p:Post)
WHERE p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH p, max(u.followers) AS author_followers, max(u.platform) AS platform
RETURN p.uid AS uid, p.text AS text, p.lang AS lang, coalesce(p.platform, platform) AS platform,
       author_followers
ORDER BY uid
