// title: Last run of each scheduled job
// title-fr: Dernière exécution de chaque tâche planifiée
// about: For each job of the schedule, the run with the newest due time and how it ended.
// about-fr: Pour chaque tâche du planning, l'exécution à l'échéance la plus récente et son issue.
// returns: stage string, due_at datetime, started_at datetime, finished_at datetime?, outcome string?
MATCH (r:Run)
WHERE r.stage STARTS WITH 'schedule:' AND r.started_at IS NOT NULL
WITH r.stage AS stage, max(r.due_at) AS due_at
MATCH (r:Run)
WHERE r.stage = stage AND r.due_at = due_at AND r.started_at IS NOT NULL
RETURN stage, due_at, r.started_at AS started_at, r.finished_at AS finished_at, r.outcome AS outcome
ORDER BY stage, started_at
