-- Counts that are kept, so that a total costs the same in a large workspace, and lists that ask only the connectors that
-- can have something of a page. Triggers keep them, whoever writes.

-- The links of one connector, kind and direction.
CREATE TABLE streams (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL REFERENCES record_kinds (record),
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    active INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    -- No link of the stream was made before or after; there may be none that was made just then.
    oldest_at INTEGER NOT NULL,
    newest_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, workspace_connector_pk, direction)
) STRICT, WITHOUT ROWID;
-- The streams of a connector: for its active links, and for whoever removes it.
CREATE INDEX idx_streams_wc ON streams (workspace_connector_pk);

-- A workspace's records of one kind.
CREATE TABLE record_counts (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL REFERENCES record_kinds (record),
    active INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record)
) STRICT, WITHOUT ROWID;

INSERT INTO streams
SELECT w.workspace_pk, 'people', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM people_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER people_workspace_connectors_counted_made AFTER INSERT ON people_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'people', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
-- A link that follows the new pk of its connector is counted where it was: the stream follows, too.
CREATE TRIGGER people_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON people_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'people' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'people', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER people_workspace_connectors_counted_gone AFTER DELETE ON people_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'people' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'people', count(*) - count(deleted_at), count(deleted_at) FROM peoples GROUP BY 1;
CREATE TRIGGER peoples_counted_made AFTER INSERT ON peoples
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'people', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
-- Those of a workspace that has got another pk are counted where they were.
CREATE TRIGGER peoples_counted_changed AFTER UPDATE OF deleted_at ON peoples
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'people';
END;
CREATE TRIGGER peoples_counted_gone AFTER DELETE ON peoples
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'people';
END;

INSERT INTO streams
SELECT w.workspace_pk, 'company', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM company_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER company_workspace_connectors_counted_made AFTER INSERT ON company_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'company', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER company_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON company_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'company' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'company', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER company_workspace_connectors_counted_gone AFTER DELETE ON company_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'company' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'company', count(*) - count(deleted_at), count(deleted_at) FROM companies GROUP BY 1;
CREATE TRIGGER companies_counted_made AFTER INSERT ON companies
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'company', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER companies_counted_changed AFTER UPDATE OF deleted_at ON companies
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'company';
END;
CREATE TRIGGER companies_counted_gone AFTER DELETE ON companies
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'company';
END;

INSERT INTO streams
SELECT w.workspace_pk, 'account', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM account_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER account_workspace_connectors_counted_made AFTER INSERT ON account_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'account', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER account_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON account_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'account' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'account', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER account_workspace_connectors_counted_gone AFTER DELETE ON account_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'account' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'account', count(*) - count(deleted_at), count(deleted_at) FROM accounts GROUP BY 1;
CREATE TRIGGER accounts_counted_made AFTER INSERT ON accounts
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'account', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER accounts_counted_changed AFTER UPDATE OF deleted_at ON accounts
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'account';
END;
CREATE TRIGGER accounts_counted_gone AFTER DELETE ON accounts
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'account';
END;

INSERT INTO streams
SELECT w.workspace_pk, 'invoice', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM invoice_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER invoice_workspace_connectors_counted_made AFTER INSERT ON invoice_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'invoice', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER invoice_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON invoice_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'invoice' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'invoice', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER invoice_workspace_connectors_counted_gone AFTER DELETE ON invoice_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'invoice' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'invoice', count(*) - count(deleted_at), count(deleted_at) FROM invoices GROUP BY 1;
CREATE TRIGGER invoices_counted_made AFTER INSERT ON invoices
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'invoice', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER invoices_counted_changed AFTER UPDATE OF deleted_at ON invoices
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'invoice';
END;
CREATE TRIGGER invoices_counted_gone AFTER DELETE ON invoices
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'invoice';
END;

INSERT INTO streams
SELECT w.workspace_pk, 'transaction', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM transaction_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER transaction_workspace_connectors_counted_made AFTER INSERT ON transaction_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'transaction', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER transaction_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON transaction_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'transaction' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'transaction', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER transaction_workspace_connectors_counted_gone AFTER DELETE ON transaction_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'transaction' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'transaction', count(*) - count(deleted_at), count(deleted_at) FROM transactions GROUP BY 1;
CREATE TRIGGER transactions_counted_made AFTER INSERT ON transactions
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'transaction', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER transactions_counted_changed AFTER UPDATE OF deleted_at ON transactions
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'transaction';
END;
CREATE TRIGGER transactions_counted_gone AFTER DELETE ON transactions
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'transaction';
END;

INSERT INTO streams
SELECT w.workspace_pk, 'document', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM document_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER document_workspace_connectors_counted_made AFTER INSERT ON document_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'document', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER document_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON document_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'document' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'document', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER document_workspace_connectors_counted_gone AFTER DELETE ON document_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'document' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'document', count(*) - count(deleted_at), count(deleted_at) FROM documents GROUP BY 1;
CREATE TRIGGER documents_counted_made AFTER INSERT ON documents
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'document', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER documents_counted_changed AFTER UPDATE OF deleted_at ON documents
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'document';
END;
CREATE TRIGGER documents_counted_gone AFTER DELETE ON documents
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'document';
END;
