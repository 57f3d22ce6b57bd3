// title: Every fact-check, as columns
// about: What was checked, under which title, in which language.
// returns: uid string, claim string?, title string?, lang string?
MATCH (f:FactCheck)
RETURN f.uid AS uid, f.claim AS claim, f.title AS title, f.lang AS lang
ORDER BY uid
