// title: Deepest cascades
// title-fr: Cascades les plus profondes
// about: Cascades from a size up, by depth or by structural virality (mean hops between two posts; Goel et
// about: al. 2016): near 2 one account broadcast, higher it went from one to the next.
// about-fr: Cascades à partir d’une taille, par profondeur ou par viralité structurelle (distance moyenne
// about-fr: entre deux messages ; Goel et al. 2016) : près de 2 un compte a diffusé, au-delà on s’est passé
// about-fr: le message.
// param: by string = depth — depth or structural_virality
// param: min_size int = 10 — posts
// param: from datetime? = null — first post not before
// param: to datetime? = null — first post before
// param: limit int = 20 — rows at most
// returns: root string, size int, users int?, depth int, max_breadth int?, structural_virality float?
// returns: first_at datetime?, last_at datetime?
MATCH (c:Cascade)
WHERE c.size >= $min_size
  AND ($from IS NULL OR c.first_at >= $from) AND ($to IS NULL OR c.first_at < $to)
WITH c, CASE WHEN $by = 'structural_virality' THEN coalesce(c.structural_virality, 0.0)
             ELSE toFloat(c.depth) END AS rank
RETURN c.root_uid AS root, c.size AS size, c.users AS users, c.depth AS depth, c.max_breadth AS max_breadth,
       c.structural_virality AS structural_virality, c.first_at AS first_at, c.last_at AS last_at
ORDER BY rank DESC, size DESC, root LIMIT $limit
