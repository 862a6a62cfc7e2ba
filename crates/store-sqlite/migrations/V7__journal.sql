-- Who did what, and when: a cause for every link, each state that a link ever had, and a journal of all changes.

-- The states that links were in before they were restored, pointed to another end, or turned around. The present state
-- is the link's own row; so a link that was made and ended once has no row here. Who did something is a run, a job, a
-- key or an operator, who has no id.
CREATE TABLE link_history (
    pk INTEGER PRIMARY KEY,
    record TEXT NOT NULL REFERENCES record_kinds (record),
    link_pk INTEGER NOT NULL,
    link_id BLOB NOT NULL CHECK (length(link_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    record_pk INTEGER NOT NULL,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    -- The link's own time and maker.
    created_at INTEGER NOT NULL,
    created_as TEXT,
    created_by BLOB,
    -- From when until when the link was so, and who made it so. It was active until it was deleted, if it was.
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    changed_as TEXT,
    changed_by BLOB,
    seen_by BLOB,
    seen_at INTEGER,
    deleted_at INTEGER,
    deleted_as TEXT,
    deleted_by BLOB,
    reason TEXT
) STRICT;
CREATE INDEX idx_link_history_link ON link_history (record, link_pk, since);
CREATE INDEX idx_link_history_record ON link_history (record, record_pk, created_at);
CREATE INDEX idx_link_history_wc ON link_history (workspace_connector_pk, record, created_at, link_id);
CREATE INDEX idx_link_history_created_by ON link_history (created_by, record, created_at, link_id);
-- What was, stays. Only the connector's pk may follow the connector.
CREATE TRIGGER link_history_stays BEFORE UPDATE ON link_history
WHEN OLD.workspace_connector_pk = NEW.workspace_connector_pk
    OR EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
CREATE TRIGGER link_history_remains BEFORE DELETE ON link_history
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted');
END;

-- seen_by is a run: the last that delivered the link, if not its maker. seen_at is when, once something else than a
-- delivery has moved updated_at on. The link is as it is since it was made, or, if it was restored, pointed to another
-- end or turned around, through whom that was. Only what every new link has is checked: SQLite would look at each check
-- with each new link.
ALTER TABLE people_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE people_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE people_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE people_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE people_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE people_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE people_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE people_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE people_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE people_workspace_connectors ADD COLUMN reason TEXT;
-- A run made links of its own stream, in the order of that stream. Others need an index, and so do the ended links.
CREATE INDEX idx_people_workspace_connectors_created_by ON people_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_people_workspace_connectors_deleted_by ON people_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
-- No statement can leave a state out. A row that follows the new pk of one of its ends stays as it is.
CREATE TRIGGER people_workspace_connectors_superseded
AFTER UPDATE OF people_pk, workspace_connector_pk, direction, deleted_at ON people_workspace_connectors
WHEN (OLD.people_pk <> NEW.people_pk AND EXISTS (SELECT 1 FROM peoples WHERE pk = OLD.people_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('people', OLD.pk, OLD.people_workspace_connector_id, OLD.direction, OLD.people_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
-- Who made a link, and when, is nobody's to change.
CREATE TRIGGER people_workspace_connectors_made_once
BEFORE UPDATE OF people_workspace_connector_id, created_at, created_as, created_by ON people_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
-- Nor is when its state began, and when, through whom and why it ended.
CREATE TRIGGER people_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON people_workspace_connectors
WHEN OLD.people_pk = NEW.people_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

ALTER TABLE company_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE company_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE company_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE company_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE company_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE company_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE company_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE company_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE company_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE company_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_company_workspace_connectors_created_by ON company_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_company_workspace_connectors_deleted_by ON company_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER company_workspace_connectors_superseded
AFTER UPDATE OF company_pk, workspace_connector_pk, direction, deleted_at ON company_workspace_connectors
WHEN (OLD.company_pk <> NEW.company_pk AND EXISTS (SELECT 1 FROM companies WHERE pk = OLD.company_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('company', OLD.pk, OLD.company_workspace_connector_id, OLD.direction, OLD.company_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER company_workspace_connectors_made_once
BEFORE UPDATE OF company_workspace_connector_id, created_at, created_as, created_by ON company_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER company_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON company_workspace_connectors
WHEN OLD.company_pk = NEW.company_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

ALTER TABLE account_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE account_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE account_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE account_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE account_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE account_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE account_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE account_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE account_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE account_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_account_workspace_connectors_created_by ON account_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_account_workspace_connectors_deleted_by ON account_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER account_workspace_connectors_superseded
AFTER UPDATE OF account_pk, workspace_connector_pk, direction, deleted_at ON account_workspace_connectors
WHEN (OLD.account_pk <> NEW.account_pk AND EXISTS (SELECT 1 FROM accounts WHERE pk = OLD.account_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('account', OLD.pk, OLD.account_workspace_connector_id, OLD.direction, OLD.account_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER account_workspace_connectors_made_once
BEFORE UPDATE OF account_workspace_connector_id, created_at, created_as, created_by ON account_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER account_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON account_workspace_connectors
WHEN OLD.account_pk = NEW.account_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

ALTER TABLE invoice_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE invoice_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE invoice_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE invoice_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE invoice_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE invoice_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE invoice_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE invoice_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE invoice_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE invoice_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_invoice_workspace_connectors_created_by ON invoice_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_invoice_workspace_connectors_deleted_by ON invoice_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER invoice_workspace_connectors_superseded
AFTER UPDATE OF invoice_pk, workspace_connector_pk, direction, deleted_at ON invoice_workspace_connectors
WHEN (OLD.invoice_pk <> NEW.invoice_pk AND EXISTS (SELECT 1 FROM invoices WHERE pk = OLD.invoice_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('invoice', OLD.pk, OLD.invoice_workspace_connector_id, OLD.direction, OLD.invoice_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER invoice_workspace_connectors_made_once
BEFORE UPDATE OF invoice_workspace_connector_id, created_at, created_as, created_by ON invoice_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER invoice_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON invoice_workspace_connectors
WHEN OLD.invoice_pk = NEW.invoice_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

ALTER TABLE transaction_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE transaction_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE transaction_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE transaction_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE transaction_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE transaction_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE transaction_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE transaction_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE transaction_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE transaction_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_transaction_workspace_connectors_created_by ON transaction_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_transaction_workspace_connectors_deleted_by ON transaction_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER transaction_workspace_connectors_superseded
AFTER UPDATE OF transaction_pk, workspace_connector_pk, direction, deleted_at ON transaction_workspace_connectors
WHEN (OLD.transaction_pk <> NEW.transaction_pk AND EXISTS (SELECT 1 FROM transactions WHERE pk = OLD.transaction_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('transaction', OLD.pk, OLD.transaction_workspace_connector_id, OLD.direction, OLD.transaction_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER transaction_workspace_connectors_made_once
BEFORE UPDATE OF transaction_workspace_connector_id, created_at, created_as, created_by ON transaction_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER transaction_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON transaction_workspace_connectors
WHEN OLD.transaction_pk = NEW.transaction_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

ALTER TABLE document_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE document_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE document_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE document_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE document_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE document_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE document_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE document_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE document_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE document_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_document_workspace_connectors_created_by ON document_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_document_workspace_connectors_deleted_by ON document_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER document_workspace_connectors_superseded
AFTER UPDATE OF document_pk, workspace_connector_pk, direction, deleted_at ON document_workspace_connectors
WHEN (OLD.document_pk <> NEW.document_pk AND EXISTS (SELECT 1 FROM documents WHERE pk = OLD.document_pk)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    OR OLD.direction <> NEW.direction
    OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NOT OLD.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a link changes without saying since when')
    WHERE ifnull(NEW.since, 0) <= ifnull(OLD.since, OLD.created_at);
    INSERT INTO link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
        created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
        deleted_at, deleted_as, deleted_by, reason)
    VALUES ('document', OLD.pk, OLD.document_workspace_connector_id, OLD.direction, OLD.document_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER document_workspace_connectors_made_once
BEFORE UPDATE OF document_workspace_connector_id, created_at, created_as, created_by ON document_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER document_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON document_workspace_connectors
WHEN OLD.document_pk = NEW.document_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

-- When the newest link was made that the run made.
ALTER TABLE workspace_connector_sync_logs ADD COLUMN last_link_at INTEGER;

-- One row for each transaction and act, with the pks of all that it was done to: eight bytes each, big-endian. They
-- have the positions from the row's own on.
CREATE TABLE journal (
    workspace_pk INTEGER NOT NULL,
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    record TEXT NOT NULL,
    -- Whether it was done to links, or to the records themselves.
    is_link INTEGER NOT NULL CHECK (is_link IN (0, 1)),
    act TEXT NOT NULL CHECK (act IN ('created', 'updated', 'restored', 'deleted')),
    reason TEXT,
    cause_as TEXT NOT NULL CHECK (cause_as IN ('run', 'job', 'api_key', 'operator')),
    cause_by BLOB CHECK (length(cause_by) = 16),
    pks BLOB NOT NULL CHECK (length(pks) % 8 = 0),
    PRIMARY KEY (workspace_pk, position)
) STRICT;

-- The last position of each workspace.
CREATE TABLE journal_heads (
    workspace_pk INTEGER PRIMARY KEY REFERENCES workspaces (pk) ON UPDATE CASCADE,
    head INTEGER NOT NULL DEFAULT 0,
    -- The last position that is kept no more, and the time of its row.
    forgotten INTEGER NOT NULL DEFAULT 0,
    forgotten_at INTEGER
) STRICT;
INSERT INTO journal_heads (workspace_pk) SELECT pk FROM workspaces;
CREATE TRIGGER workspaces_journaled AFTER INSERT ON workspaces
BEGIN
    INSERT INTO journal_heads (workspace_pk) VALUES (NEW.pk);
END;

CREATE INDEX idx_api_keys_workspace_created ON api_keys (workspace_pk, created_at, api_key_id);
