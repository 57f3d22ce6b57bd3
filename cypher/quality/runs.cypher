// title: Runs
// title-fr: Exécutions
// about: The runs of every stage, the newest first; one without an end was stopped or is still at work.
// about-fr: Les exécutions de chaque étape, les plus récentes d’abord ; sans fin, elle a été arrêtée ou
// about-fr: travaille encore.
// param: stage string? = null — one stage only, as import
// param: limit int = 50 — rows at most
// returns: run string, stage string?, version string?, input string?, parameters string?
// returns: started_at datetime?, finished_at datetime?, outcome string?, read int?, loaded int?, dead int?
// returns: repaired int?
MATCH (r:Run)
WHERE $stage IS NULL OR r.stage = $stage
RETURN r.uid AS run, r.stage AS stage, r.version AS version, r.input AS input, r.parameters AS parameters,
       r.started_at AS started_at, r.finished_at AS finished_at, r.outcome AS outcome,
       r.read AS read, r.loaded AS loaded, r.dead AS dead, r.repaired AS repaired
ORDER BY started_at DESC, run LIMIT $limit
