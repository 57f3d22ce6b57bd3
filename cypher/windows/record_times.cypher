// title: From when to when there are posts and feedback
// about: The first and last instant of all posts and of all feedback: outside, a count of 0 says nothing.
// returns: kind string, first_at datetime, last_at datetime
MATCH (p)
WHERE (p:Post OR p:Feedback) AND p.created_at IS NOT NULL
WITH CASE WHEN p:Post THEN 'post' ELSE 'feedback' END AS kind, p.created_at AS at
RETURN kind, min(at) AS first_at, max(at) AS last_at
ORDER BY kind
