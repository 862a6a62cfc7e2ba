-- Who is behind a connector in law: what is known now, and what was known since when.

-- A JSON object of what is known, by the names of its attributes. A workspace may say otherwise of its activation.
ALTER TABLE connectors ADD COLUMN legal TEXT;
ALTER TABLE workspace_connectors ADD COLUMN legal TEXT;

-- Every state that the column ever had, since the first that says something, and who said so: as of links, a key or an
-- operator, who has no id.
CREATE TABLE connector_legal_states (
    pk INTEGER PRIMARY KEY,
    connector_pk INTEGER NOT NULL REFERENCES connectors (pk) ON UPDATE CASCADE,
    since INTEGER NOT NULL,
    legal TEXT NOT NULL,
    changed_as TEXT NOT NULL,
    changed_by BLOB,
    UNIQUE (connector_pk, since)
) STRICT;
CREATE TABLE workspace_connector_legal_states (
    pk INTEGER PRIMARY KEY,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    since INTEGER NOT NULL,
    legal TEXT NOT NULL,
    changed_as TEXT NOT NULL,
    changed_by BLOB,
    UNIQUE (workspace_connector_pk, since)
) STRICT;
-- What was, stays.
CREATE TRIGGER connector_legal_states_stay
BEFORE UPDATE OF since, legal, changed_as, changed_by ON connector_legal_states
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
CREATE TRIGGER workspace_connector_legal_states_stay
BEFORE UPDATE OF since, legal, changed_as, changed_by ON workspace_connector_legal_states
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
