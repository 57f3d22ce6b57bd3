// title: Posts and offers of given names
// about: What the graph has of these uids: a post that is known, or an offer of the register, and what it says.
// param: uids strings — uids of posts and offers
// returns: uid string, kind string, at datetime?, text string?
MATCH (n)
WHERE (n:Post AND n.uid IN $uids AND n.created_at IS NOT NULL) OR (n:Offer AND n.uid IN $uids)
RETURN n.uid AS uid, CASE WHEN n:Post THEN 'post' ELSE 'offer' END AS kind, n.created_at AS at,
       CASE WHEN n:Post THEN n.text ELSE n.name END AS text
ORDER BY uid, kind
