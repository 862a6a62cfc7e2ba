-- Which programs may use the schema.
CREATE TABLE installation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- The oldest version whose programs may use the schema as it is. A migration that takes something away raises it, one
    -- release after the last program that needed it.
    serves INTEGER NOT NULL
) STRICT;
INSERT INTO installation (one, serves) VALUES (1, 25);
