// Full-text indexes of the embedded store, under the same names as on Neo4j.
CREATE FULLTEXT INDEX post_search IF NOT EXISTS FOR (n:Post) ON EACH [n.text];
CREATE FULLTEXT INDEX feedback_search IF NOT EXISTS FOR (n:Feedback) ON EACH [n.text];
CREATE FULLTEXT INDEX offer_search IF NOT EXISTS FOR (n:Offer) ON EACH [n.name];
CREATE FULLTEXT INDEX factcheck_search IF NOT EXISTS FOR (n:FactCheck) ON EACH [n.claim];
