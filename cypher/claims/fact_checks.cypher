// title: Fact-checks that may be about a claim
// title-fr: Vérifications qui portent peut-être sur une affirmation
// about: Published fact-checks whose words come near, with the words they share: evidence to read, no verdict.
// about-fr: Vérifications publiées dont les mots sont proches, avec les mots communs : des pièces à lire, pas un verdict.
// param: claim string — uid of the claim
// param: limit int = 5 — rows at most
// returns: rank int?, fact_check string, title string?, checked string?, rating string?, publisher string?, url string?
// returns: score float?, terms strings?
MATCH (f:FactCheck)-[m:MATCHES]->(:Claim {uid: $claim})
RETURN m.rank AS rank, f.uid AS fact_check, f.title AS title, f.claim AS checked, f.rating AS rating,
       f.publisher AS publisher, f.url AS url, m.score AS score, m.terms AS terms
ORDER BY rank, fact_check LIMIT $limit
