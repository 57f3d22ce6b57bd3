// title: One run
// about: How far one run got, to go on from there.
// param: uid string — the run
// returns: rows_done int, finished_at datetime
MATCH (r:Run {uid: $uid})
RETURN r.rows_done AS rows_done, r.finished_at AS finished_at
ORDER BY rows_done
