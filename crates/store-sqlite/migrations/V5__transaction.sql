-- Transactions, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('transaction');

CREATE TABLE transactions (
    pk INTEGER PRIMARY KEY,
    transaction_id BLOB NOT NULL CHECK (length(transaction_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    description TEXT,
    amount TEXT CHECK (
        amount GLOB '*[0-9]' AND amount NOT GLOB '*[^0-9.-]*' AND amount NOT GLOB '?*-*'
        AND amount NOT GLOB '*.*.*' AND amount NOT GLOB '.*' AND amount NOT GLOB '-.*'
        AND instr(ltrim(amount, '-') || '.', '.') <= 19 AND length(amount) - instr(amount || '.', '.') <= 8
    ),
    currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    booking_date TEXT CHECK (booking_date IS date(booking_date)),
    value_date TEXT CHECK (value_date IS date(value_date)),
    status TEXT CHECK (status IN ('pending', 'booked', 'canceled')),
    transaction_external_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, transaction_id)
) STRICT;
CREATE UNIQUE INDEX idx_transactions_external ON transactions (workspace_pk, transaction_external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_transactions_external_deleted
    ON transactions (workspace_pk, transaction_external_id, created_at, transaction_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_transactions_workspace_active ON transactions (workspace_pk, created_at, transaction_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_transactions_workspace_deleted ON transactions (workspace_pk, created_at, transaction_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_transactions_description ON transactions (workspace_pk, lower(description), transaction_id)
    WHERE deleted_at IS NULL;

CREATE TABLE transaction_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    transaction_workspace_connector_id BLOB NOT NULL
        CHECK (length(transaction_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    transaction_pk INTEGER NOT NULL REFERENCES transactions (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (transaction_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_transaction_workspace_connectors_record_created
    ON transaction_workspace_connectors (transaction_pk, created_at);
CREATE INDEX idx_transaction_workspace_connectors_wc_created_at
    ON transaction_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_transaction_workspace_connectors_wc_active
    ON transaction_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_transaction_workspace_connectors_wc_deleted
    ON transaction_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER transaction_workspace_connectors_made AFTER INSERT ON transaction_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM transactions WHERE pk = NEW.transaction_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER transaction_workspace_connectors_pointed AFTER UPDATE OF transaction_pk, workspace_connector_pk ON transaction_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM transactions WHERE pk = NEW.transaction_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER transactions_stay AFTER UPDATE OF workspace_pk ON transactions
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
