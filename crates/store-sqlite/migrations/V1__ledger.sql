-- The schema of the contract, as SQLite can say it: a public id is a 16-byte blob, a time is an integer of
-- microseconds since 1970 and an enum is a CHECK.

CREATE TABLE workspaces (
    pk INTEGER PRIMARY KEY,
    workspace_id BLOB NOT NULL UNIQUE CHECK (length(workspace_id) = 16),
    name TEXT NOT NULL,
    external_workspace_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER
) STRICT;

CREATE TABLE connectors (
    pk INTEGER PRIMARY KEY,
    connector_id BLOB NOT NULL UNIQUE CHECK (length(connector_id) = 16),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER
) STRICT;
CREATE INDEX idx_connectors_created ON connectors (created_at, connector_id);

CREATE TABLE peoples (
    pk INTEGER PRIMARY KEY,
    people_id BLOB NOT NULL CHECK (length(people_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    first_name TEXT,
    last_name TEXT,
    full_name TEXT,
    external_person_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, people_id)
) STRICT;
-- A soft-deleted person gives its external id free.
CREATE UNIQUE INDEX idx_peoples_external ON peoples (workspace_pk, external_person_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_external_deleted
    ON peoples (workspace_pk, external_person_id, created_at, people_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_peoples_workspace_active ON peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_peoples_workspace_deleted ON peoples (workspace_pk, created_at, people_id)
    WHERE deleted_at IS NOT NULL;

CREATE TABLE workspace_connectors (
    pk INTEGER PRIMARY KEY,
    workspace_connector_id BLOB NOT NULL CHECK (length(workspace_connector_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    connector_pk INTEGER NOT NULL REFERENCES connectors (pk) ON UPDATE CASCADE,
    status TEXT NOT NULL CHECK (
        status IN (
            'enabled', 'disabled', 'to_configure', 'processing', 'error', 'need_reconnect', 'suspended'
        )
    ),
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, workspace_connector_id)
) STRICT;
CREATE INDEX idx_workspace_connectors_workspace_created
    ON workspace_connectors (workspace_pk, created_at, workspace_connector_id);

CREATE TABLE people_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    people_workspace_connector_id BLOB NOT NULL CHECK (length(people_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    people_pk INTEGER NOT NULL REFERENCES peoples (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (people_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_people_workspace_connectors_record_created
    ON people_workspace_connectors (people_pk, created_at);
CREATE INDEX idx_people_workspace_connectors_wc_created_at
    ON people_workspace_connectors (workspace_connector_pk, created_at);
-- One direction's links, active or deleted, without reading past the others.
CREATE INDEX idx_people_workspace_connectors_wc_active
    ON people_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_people_workspace_connectors_wc_deleted
    ON people_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TABLE api_keys (
    pk INTEGER PRIMARY KEY,
    api_key_id BLOB NOT NULL UNIQUE CHECK (length(api_key_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'sync', 'admin')),
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX idx_api_keys_workspace ON api_keys (workspace_pk);
