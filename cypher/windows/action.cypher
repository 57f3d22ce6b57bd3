// title: One declared action, as it was declared
// about: Every field of the declaration.
// param: action string — uid of the action
// returns: uid string, kind string, message string?, message_uid string?, audience string?, metric string, target string
// returns: territory string?, control string?, signal string?, season string, at datetime, starts_at datetime
// returns: ends_at datetime, step_s int, declared_at datetime
MATCH (a:Action {uid: $action})
RETURN a.uid AS uid, a.kind AS kind, a.message AS message, a.message_uid AS message_uid, a.audience AS audience,
       a.metric AS metric, a.target AS target, a.territory AS territory, a.control AS control, a.signal AS signal,
       a.season AS season, a.at AS at, a.starts_at AS starts_at, a.ends_at AS ends_at, a.step_s AS step_s,
       a.declared_at AS declared_at
ORDER BY uid
