// title: One cascade as a tree
// title-fr: Une cascade en arbre
// about: Every post of a cascade with its parent after repair, its depth and its time; a post known only as a parent has no text and no author.
// about-fr: Chaque message d’une cascade avec son parent après réparation, sa profondeur et sa date ; un message connu seulement comme parent n’a ni texte ni auteur.
// param: root string — uid of the root post
// returns: uid string, parent_uid string?, depth int, at datetime?, author string?, kind string?, text string?, repair string?
MATCH (p:Post)-[c:IN_CASCADE]->(:Cascade {root_uid: $root})
OPTIONAL MATCH (u:User)-[:POSTED]->(p)
WITH p, c.parent_uid AS parent_uid, c.depth AS depth, c.repair AS repair, min(u.uid) AS author
RETURN p.uid AS uid, parent_uid, depth, p.created_at AS at, author, p.kind AS kind, p.text AS text, repair
ORDER BY depth, at, uid
