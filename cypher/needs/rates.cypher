// title: Needs against offers, by territory
// title-fr: Besoins et offres, par territoire
// about: People in need, rate, offers and gap of one topic in every territory of a level; cells of fewer than 11 people are hidden.
// about-fr: Personnes en demande, taux, offres et écart d’un thème dans chaque territoire d’un niveau ; les cases de moins de 11 personnes sont masquées.
// param: level string = departement — france, departement, epci or commune
// param: topic string = all — need class, or all
// param: parent string? = null — code of the département, to see its communes only
// returns: level string, code string, name string, topic string, people int?, rate float?, smoothed_rate float?, offers int?, gap float?, suppressed bool, lat float?, lon float?
// (:NeedRate)-[:LOCATED_IN]->(:Location)-[:PART_OF]->(:Location)
MATCH (r:NeedRate {level: $level, topic: $topic})
WHERE $parent IS NULL OR EXISTS {
    MATCH (r)-[:LOCATED_IN]->(:Location)-[:PART_OF]->(d:Location) WHERE d.code = $parent }
OPTIONAL MATCH (r)-[:LOCATED_IN]->(l:Location)
RETURN r.level AS level, r.code AS code, r.name AS name, r.topic AS topic, r.people AS people, r.rate AS rate,
       r.smoothed_rate AS smoothed_rate, r.offers AS offers, r.gap AS gap, r.suppressed AS suppressed,
       l.lat AS lat, l.lon AS lon
ORDER BY code
