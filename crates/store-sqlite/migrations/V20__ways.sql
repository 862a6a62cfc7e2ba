-- Flows that cost what they show, and links counted by hour. Triggers keep the hours, and note the records whose ways may be
-- others; a fold looks those up later, and whoever reads looks up those that it does not have yet.

-- How many links of a stream were made in each hour since 1970, in UTC, whatever became of them since.
CREATE TABLE stream_hours (
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    direction TEXT NOT NULL,
    hour INTEGER NOT NULL,
    links INTEGER NOT NULL,
    PRIMARY KEY (workspace_connector_pk, record, direction, hour)
) STRICT, WITHOUT ROWID;

-- The records whose ways may be others than those on which they are counted.
CREATE TABLE unfolded (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    record_pk INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, record_pk)
) STRICT, WITHOUT ROWID;

-- The ways that records went: how many went each. An end of a way is four times the pk of a connector, plus 2 if it is a
-- destination, plus 1 if the record has soft-deleted links there. They are in order, with a blank between them.
CREATE TABLE ways (
    pk INTEGER PRIMARY KEY,
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    ends TEXT NOT NULL,
    records INTEGER NOT NULL,
    UNIQUE (workspace_pk, record, ends)
) STRICT;

-- The way that each record is counted on. A record without links has none.
CREATE TABLE record_ways (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    record_pk INTEGER NOT NULL,
    way_pk INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, record_pk)
) STRICT, WITHOUT ROWID;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'people', direction, created_at / 3600000000, count(*)
FROM people_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'people', l.people_pk
FROM people_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER people_workspace_connectors_noted_made AFTER INSERT ON people_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'people', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', NEW.people_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER people_workspace_connectors_noted_changed
AFTER UPDATE OF people_pk, direction, workspace_connector_pk, deleted_at, created_at ON people_workspace_connectors
WHEN (OLD.people_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.people_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.people_pk AS pk UNION SELECT NEW.people_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'people', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER people_workspace_connectors_noted_gone AFTER DELETE ON people_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'people' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', OLD.people_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'company', direction, created_at / 3600000000, count(*)
FROM company_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'company', l.company_pk
FROM company_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER company_workspace_connectors_noted_made AFTER INSERT ON company_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'company', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', NEW.company_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER company_workspace_connectors_noted_changed
AFTER UPDATE OF company_pk, direction, workspace_connector_pk, deleted_at, created_at ON company_workspace_connectors
WHEN (OLD.company_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.company_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.company_pk AS pk UNION SELECT NEW.company_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'company', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
CREATE TRIGGER company_workspace_connectors_noted_gone AFTER DELETE ON company_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'company' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', OLD.company_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'account', direction, created_at / 3600000000, count(*)
FROM account_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'account', l.account_pk
FROM account_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER account_workspace_connectors_noted_made AFTER INSERT ON account_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'account', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', NEW.account_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER account_workspace_connectors_noted_changed
AFTER UPDATE OF account_pk, direction, workspace_connector_pk, deleted_at, created_at ON account_workspace_connectors
WHEN (OLD.account_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.account_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.account_pk AS pk UNION SELECT NEW.account_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'account', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
CREATE TRIGGER account_workspace_connectors_noted_gone AFTER DELETE ON account_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'account' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', OLD.account_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'invoice', direction, created_at / 3600000000, count(*)
FROM invoice_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'invoice', l.invoice_pk
FROM invoice_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER invoice_workspace_connectors_noted_made AFTER INSERT ON invoice_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'invoice', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', NEW.invoice_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER invoice_workspace_connectors_noted_changed
AFTER UPDATE OF invoice_pk, direction, workspace_connector_pk, deleted_at, created_at ON invoice_workspace_connectors
WHEN (OLD.invoice_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.invoice_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.invoice_pk AS pk UNION SELECT NEW.invoice_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'invoice', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
CREATE TRIGGER invoice_workspace_connectors_noted_gone AFTER DELETE ON invoice_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'invoice' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', OLD.invoice_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'transaction', direction, created_at / 3600000000, count(*)
FROM transaction_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'transaction', l.transaction_pk
FROM transaction_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER transaction_workspace_connectors_noted_made AFTER INSERT ON transaction_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'transaction', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', NEW.transaction_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER transaction_workspace_connectors_noted_changed
AFTER UPDATE OF transaction_pk, direction, workspace_connector_pk, deleted_at, created_at ON transaction_workspace_connectors
WHEN (OLD.transaction_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.transaction_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.transaction_pk AS pk UNION SELECT NEW.transaction_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'transaction', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
CREATE TRIGGER transaction_workspace_connectors_noted_gone AFTER DELETE ON transaction_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'transaction' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', OLD.transaction_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;

INSERT INTO stream_hours
SELECT workspace_connector_pk, 'document', direction, created_at / 3600000000, count(*)
FROM document_workspace_connectors GROUP BY 1, 3, 4;
INSERT INTO unfolded
SELECT DISTINCT w.workspace_pk, 'document', l.document_pk
FROM document_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk;
CREATE TRIGGER document_workspace_connectors_noted_made AFTER INSERT ON document_workspace_connectors
BEGIN
    INSERT INTO stream_hours
    VALUES (NEW.workspace_connector_pk, 'document', NEW.direction, NEW.created_at / 3600000000, 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', NEW.document_pk FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER document_workspace_connectors_noted_changed
AFTER UPDATE OF document_pk, direction, workspace_connector_pk, deleted_at, created_at ON document_workspace_connectors
WHEN (OLD.document_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.document_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', r.pk
    FROM workspace_connectors w CROSS JOIN (SELECT OLD.document_pk AS pk UNION SELECT NEW.document_pk) r
    WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO NOTHING;
    INSERT INTO stream_hours
    SELECT h.connector, 'document', h.direction, h.created_at / 3600000000, h.links
    FROM (
        SELECT OLD.workspace_connector_pk AS connector, OLD.direction AS direction, OLD.created_at AS created_at, -1 AS links
        UNION ALL
        SELECT NEW.workspace_connector_pk, NEW.direction, NEW.created_at, 1
    ) h
    WHERE (OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET links = links + excluded.links;
END;
CREATE TRIGGER document_workspace_connectors_noted_gone AFTER DELETE ON document_workspace_connectors
BEGIN
    UPDATE stream_hours SET links = links - 1
    WHERE workspace_connector_pk = OLD.workspace_connector_pk AND record = 'document' AND direction = OLD.direction
        AND hour = OLD.created_at / 3600000000;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', OLD.document_pk
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO NOTHING;
END;
