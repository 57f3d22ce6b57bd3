// title: What the graph has of a name
// about: Whether there is a claim, a need, a service, a signal of that name.
// param: target string — uid, class or name
// returns: kind string
MATCH (n)
WHERE (n:Claim AND n.uid = $target) OR (n:Need AND n.class = $target) OR (n:Service AND n.name = $target)
   OR (n:Signal AND n.uid = $target)
RETURN DISTINCT CASE WHEN n:Claim THEN 'claim' WHEN n:Need THEN 'need' WHEN n:Service THEN 'service'
       ELSE 'signal' END AS kind
ORDER BY kind
