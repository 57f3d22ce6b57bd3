// title: Accounts and their communities, for export
// about: One row per account; stability is the share of the seeds in which it stays there.
// returns: author string, community string, stability float?
MATCH (u:User)-[m:MEMBER_OF]->(c:Community)
RETURN u.uid AS author, c.uid AS community, m.stability AS stability
ORDER BY author, community
