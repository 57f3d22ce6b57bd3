// title: Opening hours of offers, as columns
// about: Offers that answer one need, with their hours as they are written.
// param: need string — class of need
// param: territory string? = null — uid of a Location: only offers in it
// returns: uid string, hours string?
MATCH (:Need {class: $need})<-[:ANSWERS]-(o:Offer)
WHERE $territory IS NULL OR EXISTS {
    MATCH (o)-[:LOCATED_IN]->(:Location)-[:PART_OF*0..2]->(t:Location) WHERE t.uid = $territory }
RETURN DISTINCT o.uid AS uid, o.hours AS hours
ORDER BY uid
