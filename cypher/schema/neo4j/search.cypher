// Full-text indexes of Neo4j: the French analyzer folds accents, plurals and elisions.
CREATE FULLTEXT INDEX post_search IF NOT EXISTS FOR (n:Post) ON EACH [n.text]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'french' } };
CREATE FULLTEXT INDEX feedback_search IF NOT EXISTS FOR (n:Feedback) ON EACH [n.text]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'french' } };
CREATE FULLTEXT INDEX offer_search IF NOT EXISTS FOR (n:Offer) ON EACH [n.name]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'french' } };
CREATE FULLTEXT INDEX factcheck_search IF NOT EXISTS FOR (n:FactCheck) ON EACH [n.claim]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'french' } };
