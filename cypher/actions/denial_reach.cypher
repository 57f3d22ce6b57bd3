// title: Denial against rumour
// title-fr: Le démenti face à la rumeur
// about: For each action that addresses a claim: posts that deny it against posts that state it, and how long both the first denial and the action came after the claim.
// about-fr: Pour chaque action qui vise une affirmation : les messages qui la démentent face à ceux qui l’affirment, et le retard du premier démenti et de l’action.
// param: action string? = null — one action only
// param: limit int = 100 — rows at most
// returns: action string, claim string, title string?, rumour int, denial int?, ratio float?, denial_delay_s float?
// returns: action_delay_s int?
MATCH (a:Action)-[:ADDRESSES]->(c:Claim)
WHERE $action IS NULL OR a.uid = $action
RETURN a.uid AS action, c.uid AS claim, c.title AS title, c.size AS rumour, c.denials AS denial,
       CASE WHEN c.size > 0 THEN toFloat(c.denials) / c.size ELSE null END AS ratio,
       c.denial_lag_s AS denial_delay_s, (a.at.epochMillis - c.first_at.epochMillis) / 1000 AS action_delay_s
ORDER BY action, claim LIMIT $limit
