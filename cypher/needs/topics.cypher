// title: Topics that have a need map
// title-fr: Thèmes qui ont une carte des besoins
// about: Each topic with computed rates, and in how many territories a figure is shown.
// about-fr: Chaque thème dont les taux sont calculés, et le nombre de territoires où un chiffre est montré.
// param: level string = departement — france, departement, epci or commune
// returns: topic string, family string?, territories int, shown int
MATCH (r:NeedRate {level: $level})
OPTIONAL MATCH (n:Need {class: r.topic})
WITH r.topic AS topic, n.family AS family, count(r) AS territories, count(r.people) AS shown
RETURN topic, family, territories, shown
ORDER BY topic
