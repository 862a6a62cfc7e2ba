-- Accounts, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO core_api.record_kinds VALUES ('account');

CREATE TABLE core_api.accounts (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    account_name text,
    type text NOT NULL CHECK (type IN ('deposit', 'credit', 'loan', 'investment', 'payroll', 'other')),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    iban_last4 text CHECK (iban_last4 ~ '^[0-9A-Z]{4}$'),
    account_external_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    UNIQUE (workspace_pk, account_id)
);
CREATE UNIQUE INDEX idx_accounts_external ON core_api.accounts (workspace_pk, account_external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_accounts_external_deleted ON core_api.accounts (workspace_pk, account_external_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_accounts_workspace_active ON core_api.accounts (workspace_pk, created_at, account_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_accounts_workspace_deleted ON core_api.accounts (workspace_pk, created_at, account_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_accounts_account_name
    ON core_api.accounts (workspace_pk, lower(account_name COLLATE "C"), account_id)
    WHERE deleted_at IS NULL AND account_name IS NOT NULL;

CREATE TABLE core_api.account_workspace_connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    account_pk bigint NOT NULL REFERENCES core_api.accounts (pk) ON UPDATE CASCADE,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    changed_epoch bigint,
    made_epoch bigint,
    UNIQUE (account_workspace_connector_id, workspace_connector_pk)
);
CREATE INDEX idx_account_workspace_connectors_record_created
    ON core_api.account_workspace_connectors (account_pk, created_at);
CREATE INDEX idx_account_workspace_connectors_wc_created_at
    ON core_api.account_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_account_workspace_connectors_wc_active_input
    ON core_api.account_workspace_connectors
        (workspace_connector_pk, created_at, account_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'input';
CREATE INDEX idx_account_workspace_connectors_wc_active_output
    ON core_api.account_workspace_connectors
        (workspace_connector_pk, created_at, account_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'output';
CREATE INDEX idx_account_workspace_connectors_wc_deleted_input
    ON core_api.account_workspace_connectors
        (workspace_connector_pk, created_at, account_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'input';
CREATE INDEX idx_account_workspace_connectors_wc_deleted_output
    ON core_api.account_workspace_connectors
        (workspace_connector_pk, created_at, account_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'output';

CREATE FUNCTION core_api.account_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
    BEGIN ATOMIC
        SELECT r.pk FROM core_api.accounts r
        WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.deleted_at IS NULL
          AND r.account_name IS NOT NULL
          AND lower(r.account_name COLLATE "C") >= first
          AND lower(r.account_name COLLATE "C") < past
        ORDER BY lower(r.account_name COLLATE "C"), r.account_id LIMIT most;
    END;
REVOKE EXECUTE ON FUNCTION core_api.account_named FROM PUBLIC;

ALTER TABLE core_api.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.accounts TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

ALTER TABLE core_api.account_workspace_connectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON core_api.account_workspace_connectors FOR SELECT TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );
CREATE POLICY make ON core_api.account_workspace_connectors FOR INSERT TO wellhead_service
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.accounts r WHERE r.pk = account_pk)
    );
CREATE POLICY change ON core_api.account_workspace_connectors FOR UPDATE TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    )
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.accounts r WHERE r.pk = account_pk)
    );

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.accounts
    FOR EACH ROW WHEN (OLD.workspace_pk <> NEW.workspace_pk)
    EXECUTE FUNCTION core_api.stays_in_its_workspace();
CREATE TRIGGER made AFTER INSERT ON core_api.account_workspace_connectors
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT WHEN (NOT row_security_active('core_api.account_workspace_connectors'))
    EXECUTE FUNCTION core_api.of_one_workspace('accounts', 'account_pk');
CREATE TRIGGER pointed AFTER UPDATE OF account_pk, workspace_connector_pk ON core_api.account_workspace_connectors
    FOR EACH ROW WHEN (
        (OLD.account_pk, OLD.workspace_connector_pk) IS DISTINCT FROM (NEW.account_pk, NEW.workspace_connector_pk)
        AND NOT row_security_active('core_api.account_workspace_connectors')
    )
    EXECUTE FUNCTION core_api.of_one_workspace('accounts', 'account_pk');

GRANT EXECUTE ON FUNCTION core_api.account_named TO wellhead_service;
GRANT SELECT, INSERT, UPDATE ON core_api.accounts, core_api.account_workspace_connectors TO wellhead_service;
