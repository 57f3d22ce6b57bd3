// title: When a scheduled job was last due
// title-fr: Dernière échéance d'une tâche planifiée
// about: The newest due time that a job of the schedule has finished with, whatever its outcome.
// about-fr: L'échéance la plus récente qu'une tâche du planning a traitée, quelle qu'en soit l'issue.
// param: stage string — "schedule:" and the name of the job
// returns: due_at datetime
MATCH (r:Run {stage: $stage})
WHERE r.due_at IS NOT NULL AND r.finished_at IS NOT NULL
RETURN r.due_at AS due_at
ORDER BY due_at DESC LIMIT 1
