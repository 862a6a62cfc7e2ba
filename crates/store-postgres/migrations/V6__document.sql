-- Documents, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO core_api.record_kinds VALUES ('document');

CREATE TABLE core_api.documents (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    filename text NOT NULL,
    document_type text,
    media_type text,
    size bigint CHECK (size >= 0),
    content_checksum text CHECK (content_checksum ~ '^[0-9a-f]{64}$'),
    external_document_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    UNIQUE (workspace_pk, document_id)
);
CREATE UNIQUE INDEX idx_documents_external ON core_api.documents (workspace_pk, external_document_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_documents_external_deleted ON core_api.documents (workspace_pk, external_document_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_documents_workspace_active ON core_api.documents (workspace_pk, created_at, document_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_documents_workspace_deleted ON core_api.documents (workspace_pk, created_at, document_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_documents_filename
    ON core_api.documents (workspace_pk, lower(filename COLLATE "C"), document_id)
    WHERE deleted_at IS NULL AND filename IS NOT NULL;

CREATE TABLE core_api.document_workspace_connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    document_pk bigint NOT NULL REFERENCES core_api.documents (pk) ON UPDATE CASCADE,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    changed_epoch bigint,
    made_epoch bigint,
    UNIQUE (document_workspace_connector_id, workspace_connector_pk)
);
CREATE INDEX idx_document_workspace_connectors_record_created
    ON core_api.document_workspace_connectors (document_pk, created_at);
CREATE INDEX idx_document_workspace_connectors_wc_created_at
    ON core_api.document_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_document_workspace_connectors_wc_active_input
    ON core_api.document_workspace_connectors
        (workspace_connector_pk, created_at, document_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'input';
CREATE INDEX idx_document_workspace_connectors_wc_active_output
    ON core_api.document_workspace_connectors
        (workspace_connector_pk, created_at, document_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'output';
CREATE INDEX idx_document_workspace_connectors_wc_deleted_input
    ON core_api.document_workspace_connectors
        (workspace_connector_pk, created_at, document_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'input';
CREATE INDEX idx_document_workspace_connectors_wc_deleted_output
    ON core_api.document_workspace_connectors
        (workspace_connector_pk, created_at, document_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'output';

CREATE FUNCTION core_api.document_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
    BEGIN ATOMIC
        SELECT r.pk FROM core_api.documents r
        WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.deleted_at IS NULL
          AND r.filename IS NOT NULL
          AND lower(r.filename COLLATE "C") >= first
          AND lower(r.filename COLLATE "C") < past
        ORDER BY lower(r.filename COLLATE "C"), r.document_id LIMIT most;
    END;
REVOKE EXECUTE ON FUNCTION core_api.document_named FROM PUBLIC;

ALTER TABLE core_api.documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.documents TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

ALTER TABLE core_api.document_workspace_connectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON core_api.document_workspace_connectors FOR SELECT TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );
CREATE POLICY make ON core_api.document_workspace_connectors FOR INSERT TO wellhead_service
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.documents r WHERE r.pk = document_pk)
    );
CREATE POLICY change ON core_api.document_workspace_connectors FOR UPDATE TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    )
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.documents r WHERE r.pk = document_pk)
    );

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.documents
    FOR EACH ROW WHEN (OLD.workspace_pk <> NEW.workspace_pk)
    EXECUTE FUNCTION core_api.stays_in_its_workspace();
CREATE TRIGGER made AFTER INSERT ON core_api.document_workspace_connectors
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT WHEN (NOT row_security_active('core_api.document_workspace_connectors'))
    EXECUTE FUNCTION core_api.of_one_workspace('documents', 'document_pk');
CREATE TRIGGER pointed AFTER UPDATE OF document_pk, workspace_connector_pk ON core_api.document_workspace_connectors
    FOR EACH ROW WHEN (
        (OLD.document_pk, OLD.workspace_connector_pk) IS DISTINCT FROM (NEW.document_pk, NEW.workspace_connector_pk)
        AND NOT row_security_active('core_api.document_workspace_connectors')
    )
    EXECUTE FUNCTION core_api.of_one_workspace('documents', 'document_pk');

GRANT EXECUTE ON FUNCTION core_api.document_named TO wellhead_service;
GRANT SELECT, INSERT, UPDATE ON core_api.documents, core_api.document_workspace_connectors TO wellhead_service;
