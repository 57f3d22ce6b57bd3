// title: Every signal, for export
// about: What was unusual, in order of detection.
// returns: signal_id string, kind string, topic string, location_code string?, start_at datetime, detected_at datetime
// returns: observed int, expected float?, score_bits float, q float?, why string
MATCH (s:Signal)
RETURN s.uid AS signal_id, s.kind AS kind, s.topic AS topic, s.location_code AS location_code,
       s.start_at AS start_at, s.detected_at AS detected_at, s.observed AS observed, s.expected AS expected,
       s.score_bits AS score_bits, s.q AS q, s.why AS why
ORDER BY detected_at, signal_id
