-- Accounts, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('account');

CREATE TABLE accounts (
    pk INTEGER PRIMARY KEY,
    account_id BLOB NOT NULL CHECK (length(account_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    account_name TEXT,
    type TEXT NOT NULL CHECK (type IN ('deposit', 'credit', 'loan', 'investment', 'payroll', 'other')),
    currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    iban_last4 TEXT CHECK (iban_last4 GLOB '[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]'),
    account_external_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, account_id)
) STRICT;
CREATE UNIQUE INDEX idx_accounts_external ON accounts (workspace_pk, account_external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_accounts_external_deleted
    ON accounts (workspace_pk, account_external_id, created_at, account_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_accounts_workspace_active ON accounts (workspace_pk, created_at, account_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_accounts_workspace_deleted ON accounts (workspace_pk, created_at, account_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_accounts_account_name ON accounts (workspace_pk, lower(account_name), account_id)
    WHERE deleted_at IS NULL;

CREATE TABLE account_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    account_workspace_connector_id BLOB NOT NULL
        CHECK (length(account_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    account_pk INTEGER NOT NULL REFERENCES accounts (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (account_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_account_workspace_connectors_record_created
    ON account_workspace_connectors (account_pk, created_at);
CREATE INDEX idx_account_workspace_connectors_wc_created_at
    ON account_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_account_workspace_connectors_wc_active
    ON account_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_account_workspace_connectors_wc_deleted
    ON account_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER account_workspace_connectors_made AFTER INSERT ON account_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM accounts WHERE pk = NEW.account_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER account_workspace_connectors_pointed AFTER UPDATE OF account_pk, workspace_connector_pk ON account_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM accounts WHERE pk = NEW.account_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER accounts_stay AFTER UPDATE OF workspace_pk ON accounts
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
