-- Documents, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('document');

CREATE TABLE documents (
    pk INTEGER PRIMARY KEY,
    document_id BLOB NOT NULL CHECK (length(document_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    filename TEXT NOT NULL,
    document_type TEXT,
    media_type TEXT,
    size INTEGER CHECK (size >= 0),
    content_checksum TEXT CHECK (length(content_checksum) = 64 AND content_checksum NOT GLOB '*[^0-9a-f]*'),
    external_document_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, document_id)
) STRICT;
CREATE UNIQUE INDEX idx_documents_external ON documents (workspace_pk, external_document_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_documents_external_deleted
    ON documents (workspace_pk, external_document_id, created_at, document_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_documents_workspace_active ON documents (workspace_pk, created_at, document_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_documents_workspace_deleted ON documents (workspace_pk, created_at, document_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_documents_filename ON documents (workspace_pk, lower(filename), document_id)
    WHERE deleted_at IS NULL;

CREATE TABLE document_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    document_workspace_connector_id BLOB NOT NULL
        CHECK (length(document_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    document_pk INTEGER NOT NULL REFERENCES documents (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (document_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_document_workspace_connectors_record_created
    ON document_workspace_connectors (document_pk, created_at);
CREATE INDEX idx_document_workspace_connectors_wc_created_at
    ON document_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_document_workspace_connectors_wc_active
    ON document_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_document_workspace_connectors_wc_deleted
    ON document_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER document_workspace_connectors_made AFTER INSERT ON document_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM documents WHERE pk = NEW.document_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER document_workspace_connectors_pointed AFTER UPDATE OF document_pk, workspace_connector_pk ON document_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM documents WHERE pk = NEW.document_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER documents_stay AFTER UPDATE OF workspace_pk ON documents
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
