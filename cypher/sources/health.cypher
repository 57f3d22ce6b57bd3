// title: How the sources fare
// title-fr: Santé des sources
// about: Every source that was collected, the worst first, as it was found when it was last checked: its state,
// about: its last good record, the counts of the day against the plausible ones, shares of the last seven days.
// about: Attention is true when somebody should look at it.
// about-fr: Chaque source collectée, la plus mal en point d’abord, telle qu’à son dernier contrôle : son état, son
// about-fr: dernier bon enregistrement, le compte du jour face au plausible, des parts sur sept jours. Attention
// about-fr: est vrai quand quelqu’un doit la regarder.
// returns: name string, title string?, title_fr string?, state string, attention bool, why string?
// returns: good_at datetime?, newest_at datetime?, committed_at datetime?, checked_at datetime?, fresh_until datetime?
// returns: loaded_today int?, expected_low float?, expected_high float?, dead_share float?, repeated_share float?
// returns: unknown strings?, spent float?, budget float?, unit string?
MATCH (s:Source)
WITH s, CASE s.state WHEN 'failing' THEN 1 WHEN 'silent' THEN 2 WHEN 'broken' THEN 3 WHEN 'budget spent' THEN 4
                     WHEN 'too few' THEN 5 WHEN 'drifting' THEN 6 WHEN 'repeating' THEN 7 WHEN 'too many' THEN 8
                     WHEN 'ok' THEN 10 WHEN 'ready' THEN 11 WHEN 'off' THEN 12 WHEN 'import' THEN 13
                     ELSE 0 END AS rank // a state that is not known here is looked at first
RETURN s.name AS name, s.title AS title, s.title_fr AS title_fr, s.state AS state, rank < 10 AS attention, s.why AS why,
       s.good_at AS good_at, s.newest_at AS newest_at, s.committed_at AS committed_at,
       s.checked_at AS checked_at, s.fresh_until AS fresh_until, s.loaded_today AS loaded_today, s.expected_low AS expected_low,
       s.expected_high AS expected_high, s.dead_share AS dead_share, s.repeated_share AS repeated_share,
       s.unknown AS unknown, s.spent AS spent, s.budget AS budget, s.unit AS unit
ORDER BY rank, name
