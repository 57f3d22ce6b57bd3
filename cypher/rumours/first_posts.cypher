// title: First posts that say a phrase
// title-fr: Premiers messages qui disent une phrase
// about: The earliest posts that contain a phrase word for word (whole words, case ignored, accents not; not
// about: only grammatical words), with how many posts relay or answer each directly.
// about-fr: Les plus anciens messages qui contiennent une phrase mot pour mot (mots entiers, sans égard aux
// about-fr: majuscules mais avec les accents ; pas seulement des mots grammaticaux), avec le nombre de
// about-fr: messages qui les relaient ou leur répondent directement.
// param: phrase string — whole words, upper and lower case alike
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: limit int = 20 — rows at most
// returns: post string, author string?, at datetime, kind string?, text string, relays int
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
CALL db.index.fulltext.queryNodes('post_search', words) YIELD node AS p
WITH p, whole_words
WHERE toLower(p.text) =~ whole_words
  AND p.created_at IS NOT NULL
  AND ($from IS NULL OR p.created_at >= $from) AND ($to IS NULL OR p.created_at < $to)
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
RETURN p.uid AS post, u.uid AS author, p.created_at AS at, p.kind AS kind, p.text AS text,
       COUNT { (p)<-[:REPOST_OF|QUOTES|REPLY_TO]-(:Post) } AS relays
ORDER BY at, post, author LIMIT $limit
