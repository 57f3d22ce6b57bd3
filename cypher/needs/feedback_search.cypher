// title: Feedback that says a phrase
// title-fr: Retours qui disent une phrase
// about: Feedback whose text contains a phrase word for word (whole words, case ignored, accents not; not
// about: only grammatical words), newest first.
// about-fr: Retours dont le texte contient une phrase mot pour mot (mots entiers, sans égard aux majuscules
// about-fr: mais avec les accents ; pas seulement des mots grammaticaux), les plus récents d’abord.
// param: phrase string — whole words, upper and lower case alike
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 50 — rows at most
// returns: feedback string, at datetime?, services strings, rating string?, status string?, title string?
// returns: text string
// The index proposes, the pattern decides: the engines cut words and fold endings each in its own way, so a
// hit counts only where the phrase stands as whole words, elided articles (l', d', qu'…) aside.
WITH replace(replace($phrase, '"', ' '), '\\', ' ') AS words,
     reduce(exact = trim(toLower($phrase)),
            sign IN ['\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$', '|'] |
            replace(exact, sign, '\\' + sign)) AS exact
WITH '"' + words + '"' AS words,
     '(?s)(?:.*[^\\p{L}\\p{N}_.:,;·\'’]|(?:.*[^\\p{L}\\p{N}_.:,;·\'’])?' +
     '(?:|[lmtnsjdc]|qu|jusqu|quoiqu|lorsqu|puisqu)[\'’])?' + exact +
     '(?:[^\\p{L}\\p{N}_.:,;·\'’].*|[.:,;·\'’](?:[^\\p{L}\\p{N}_].*)?)?' AS whole_words
CALL db.index.fulltext.queryNodes('feedback_search', words) YIELD node AS f
WITH f, whole_words
WHERE toLower(f.text) =~ whole_words
  AND ($from IS NULL OR f.created_at >= $from) AND ($to IS NULL OR f.created_at < $to)
OPTIONAL MATCH (f)-[:CONCERNS]->(s:Service)
WITH f, s.name AS service ORDER BY service
WITH f, collect(service) AS services
RETURN f.uid AS feedback, f.created_at AS at, services, f.rating AS rating, f.status AS status,
       f.title AS title, f.text AS text
ORDER BY at DESC, feedback LIMIT $limit
