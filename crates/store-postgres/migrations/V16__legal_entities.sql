-- Who is behind a connector in law: what is known now, and what was known since when.

-- An object of what is known, by the names of its attributes. A workspace may say otherwise of its activation.
ALTER TABLE core_api.connectors ADD COLUMN legal jsonb;
ALTER TABLE core_api.workspace_connectors ADD COLUMN legal jsonb;

-- Every state that the column ever had, since the first that says something, and who said so: as of links, a key or an
-- operator, who has no id. The service may add to it, and change nothing.
CREATE TABLE core_api.connector_legal_states (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connector_pk bigint NOT NULL REFERENCES core_api.connectors (pk) ON UPDATE CASCADE,
    since timestamptz NOT NULL,
    legal jsonb NOT NULL,
    changed_as core_api.cause_enum NOT NULL,
    changed_by uuid,
    UNIQUE (connector_pk, since)
);
CREATE TABLE core_api.workspace_connector_legal_states (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_connector_pk bigint NOT NULL REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    since timestamptz NOT NULL,
    legal jsonb NOT NULL,
    changed_as core_api.cause_enum NOT NULL,
    changed_by uuid,
    UNIQUE (workspace_connector_pk, since)
);

ALTER TABLE core_api.workspace_connector_legal_states ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.workspace_connector_legal_states TO wellhead_service
    USING (workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w)));
GRANT SELECT, INSERT ON core_api.workspace_connector_legal_states TO wellhead_service;
GRANT SELECT ON core_api.connector_legal_states TO wellhead_service;
GRANT SELECT, INSERT ON core_api.connector_legal_states TO wellhead_operator;
GRANT UPDATE (legal, updated_at) ON core_api.connectors TO wellhead_operator;
