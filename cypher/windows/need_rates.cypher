// title: Every need rate, for export
// about: The figures of all territories (communes, EPCI, départements, France) and topics; hidden cells carry none.
// returns: level string, code string, name string, topic string, people int, rate float, smoothed_rate float
// returns: offers int, gap float, suppressed bool
MATCH (r:NeedRate)
RETURN r.level AS level, r.code AS code, r.name AS name, r.topic AS topic, r.people AS people, r.rate AS rate,
       r.smoothed_rate AS smoothed_rate, r.offers AS offers, r.gap AS gap, r.suppressed AS suppressed
ORDER BY level DESC, code, topic
