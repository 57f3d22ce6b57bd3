// title: How far needs of help have come
// title-fr: Où en sont les besoins d’aide
// about: What analysts marked, in order of time: a need committed or answered, by which offer, and what was taken back.
// about: Nothing is ever changed: a mark that is undone stays, and so does the mark that undoes it.
// about-fr: Ce que les analystes ont noté, dans l’ordre du temps : un besoin engagé ou satisfait, par quelle offre, et ce qui
// about-fr: a été repris. Rien n’est jamais modifié : une note reprise reste, et celle qui la reprend aussi.
// param: from datetime? = null — not before
// param: to datetime? = null — before
// param: need string? = null — uid of a post: marks of one need only
// param: limit int = 10000 — rows at most, the last ones
// returns: mark string, at datetime, need string, state string, offer string?, undoes string?
MATCH (m:Mark)
WHERE ($from IS NULL OR m.at >= $from) AND ($to IS NULL OR m.at < $to) AND ($need IS NULL OR m.need_uid = $need)
WITH m ORDER BY m.at DESC, m.uid DESC LIMIT $limit
RETURN m.uid AS mark, m.at AS at, m.need_uid AS need, m.state AS state, m.offer_uid AS offer, m.undoes AS undoes
ORDER BY at, mark
