// title: Accounts that relayed in most cascades
// title-fr: Comptes qui ont relayé dans le plus de cascades
// about: Pseudonyms by the number of cascades in which they relayed a post. Counts of public acts only: this
// about: is no score of a person, and relaying often is no sign of coordination or of bad faith.
// about-fr: Pseudonymes selon le nombre de cascades où ils ont relayé un message. Un simple décompte d’actes
// about-fr: publics : ce n’est pas la note d’une personne, et relayer souvent n’indique ni coordination ni
// about-fr: mauvaise foi.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: min_cascades int = 2 — in at least so many cascades
// param: limit int = 50 — rows at most
// returns: author string, cascades int, relays int, first_at datetime, last_at datetime
MATCH (u:User)-[:POSTED]->(p:Post)-[i:IN_CASCADE]->(c:Cascade)
WHERE i.depth > 0 AND p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
WITH u.uid AS author, count(DISTINCT c.uid) AS cascades, count(DISTINCT p.uid) AS relays,
     min(p.created_at) AS first_at, max(p.created_at) AS last_at
WHERE cascades >= $min_cascades
RETURN author, cascades, relays, first_at, last_at
ORDER BY cascades DESC, relays DESC, author LIMIT $limit
