// title: How a cascade is answered
// title-fr: Comment une cascade est reçue
// about: Replies and quotes of one cascade by stance: a model's reading of many texts, not of a person.
// about-fr: Réponses et citations d’une cascade selon leur position : la lecture de nombreux textes par un modèle, pas celle d’une personne.
// param: root string — uid of the root post
// returns: stance string, answers int, first_at datetime?
MATCH (c:Cascade {root_uid: $root})<-[:IN_CASCADE]-(p:Post)-[s:TAKES_STANCE_ON]->(:Post)
WITH s.stance AS stance, count(DISTINCT p.uid) AS answers, min(p.created_at) AS first_at
RETURN stance, answers, first_at
ORDER BY answers DESC, stance
