-- Flows are kept as they are shown: so many records came from this source, went to that destination, or both. They no longer cost
-- the different ways that records went, of which there can be as many as records. And all links of a workspace are counted
-- by hour together, too, so that its chart does not cost its connectors. The fold does all of it: who writes adds one note a
-- link, where before it also counted its hour.

-- How many records of a workspace have links with both of these connectors, the first as a source and the second as a destination;
-- 0 stands for any or none. Links count that are active, or ever were made, or are soft-deleted.
CREATE TABLE flow_sums (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    source INTEGER NOT NULL,
    destination INTEGER NOT NULL,
    active INTEGER NOT NULL,
    ever INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, source, destination)
) STRICT, WITHOUT ROWID;

-- How many links of a workspace were made in each hour, as in stream_hours.
CREATE TABLE workspace_hours (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    direction TEXT NOT NULL,
    hour INTEGER NOT NULL,
    links INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, direction, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO workspace_hours
SELECT w.workspace_pk, h.record, h.direction, h.hour, sum(h.links)
FROM stream_hours h JOIN workspace_connectors w ON w.pk = h.workspace_connector_pk GROUP BY 1, 2, 3, 4;

-- The ends of the way that each record is counted with: codes with a blank between them, as before. A record without links has none.
DROP TABLE record_ways;
CREATE TABLE record_ways (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    record_pk INTEGER NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (workspace_pk, record, record_pk)
) STRICT, WITHOUT ROWID;
DROP TABLE ways;

DROP TRIGGER people_workspace_connectors_noted_made;
DROP TRIGGER people_workspace_connectors_noted_changed;
DROP TRIGGER people_workspace_connectors_noted_gone;
DROP TRIGGER company_workspace_connectors_noted_made;
DROP TRIGGER company_workspace_connectors_noted_changed;
DROP TRIGGER company_workspace_connectors_noted_gone;
DROP TRIGGER account_workspace_connectors_noted_made;
DROP TRIGGER account_workspace_connectors_noted_changed;
DROP TRIGGER account_workspace_connectors_noted_gone;
DROP TRIGGER invoice_workspace_connectors_noted_made;
DROP TRIGGER invoice_workspace_connectors_noted_changed;
DROP TRIGGER invoice_workspace_connectors_noted_gone;
DROP TRIGGER transaction_workspace_connectors_noted_made;
DROP TRIGGER transaction_workspace_connectors_noted_changed;
DROP TRIGGER transaction_workspace_connectors_noted_gone;
DROP TRIGGER document_workspace_connectors_noted_made;
DROP TRIGGER document_workspace_connectors_noted_changed;
DROP TRIGGER document_workspace_connectors_noted_gone;

-- What changed, and no fold has yet: so many more links of a record were made in this hour of a stream, and the ends of its way may
-- be others. If it joined, all that is new is that it has active links of the stream. An hour of -1 stands for none. A reference to
-- the connector would have to look for notes of each connector that is removed; a trigger follows its new pk.
DROP TABLE unfolded;
CREATE TABLE unfolded (
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    record TEXT NOT NULL,
    record_pk INTEGER NOT NULL,
    workspace_connector_pk INTEGER NOT NULL,
    direction TEXT NOT NULL,
    hour INTEGER NOT NULL,
    made INTEGER NOT NULL,
    joined INTEGER NOT NULL,
    PRIMARY KEY (workspace_pk, record, record_pk, workspace_connector_pk, direction, hour)
) STRICT, WITHOUT ROWID;
-- Its links, which follow first, may have noted their records anew.
CREATE TRIGGER workspace_connectors_noted_pk AFTER UPDATE OF pk ON workspace_connectors
BEGIN
    UPDATE OR REPLACE unfolded SET workspace_connector_pk = NEW.pk
    WHERE workspace_pk = NEW.workspace_pk AND workspace_connector_pk = OLD.pk;
END;

-- The ends of all records are found anew by the fold.
INSERT INTO unfolded
SELECT w.workspace_pk, 'people', l.people_pk, min(w.pk), 'input', -1, 0, 0
FROM people_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER people_workspace_connectors_noted_made AFTER INSERT ON people_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', NEW.people_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER people_workspace_connectors_noted_changed
AFTER UPDATE OF people_pk, direction, workspace_connector_pk, deleted_at, created_at ON people_workspace_connectors
WHEN (OLD.people_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.people_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', NEW.people_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.people_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.people_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.people_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.people_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER people_workspace_connectors_noted_gone AFTER DELETE ON people_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'people', OLD.people_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'company', l.company_pk, min(w.pk), 'input', -1, 0, 0
FROM company_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER company_workspace_connectors_noted_made AFTER INSERT ON company_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', NEW.company_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER company_workspace_connectors_noted_changed
AFTER UPDATE OF company_pk, direction, workspace_connector_pk, deleted_at, created_at ON company_workspace_connectors
WHEN (OLD.company_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.company_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', NEW.company_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.company_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.company_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.company_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.company_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER company_workspace_connectors_noted_gone AFTER DELETE ON company_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'company', OLD.company_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'account', l.account_pk, min(w.pk), 'input', -1, 0, 0
FROM account_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER account_workspace_connectors_noted_made AFTER INSERT ON account_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', NEW.account_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER account_workspace_connectors_noted_changed
AFTER UPDATE OF account_pk, direction, workspace_connector_pk, deleted_at, created_at ON account_workspace_connectors
WHEN (OLD.account_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.account_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', NEW.account_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.account_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.account_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.account_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.account_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER account_workspace_connectors_noted_gone AFTER DELETE ON account_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'account', OLD.account_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'invoice', l.invoice_pk, min(w.pk), 'input', -1, 0, 0
FROM invoice_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER invoice_workspace_connectors_noted_made AFTER INSERT ON invoice_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', NEW.invoice_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER invoice_workspace_connectors_noted_changed
AFTER UPDATE OF invoice_pk, direction, workspace_connector_pk, deleted_at, created_at ON invoice_workspace_connectors
WHEN (OLD.invoice_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.invoice_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', NEW.invoice_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.invoice_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.invoice_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.invoice_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.invoice_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER invoice_workspace_connectors_noted_gone AFTER DELETE ON invoice_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'invoice', OLD.invoice_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'transaction', l.transaction_pk, min(w.pk), 'input', -1, 0, 0
FROM transaction_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER transaction_workspace_connectors_noted_made AFTER INSERT ON transaction_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', NEW.transaction_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER transaction_workspace_connectors_noted_changed
AFTER UPDATE OF transaction_pk, direction, workspace_connector_pk, deleted_at, created_at ON transaction_workspace_connectors
WHEN (OLD.transaction_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.transaction_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', NEW.transaction_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.transaction_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.transaction_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.transaction_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.transaction_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER transaction_workspace_connectors_noted_gone AFTER DELETE ON transaction_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'transaction', OLD.transaction_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'document', l.document_pk, min(w.pk), 'input', -1, 0, 0
FROM document_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER document_workspace_connectors_noted_made AFTER INSERT ON document_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', NEW.document_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER document_workspace_connectors_noted_changed
AFTER UPDATE OF document_pk, direction, workspace_connector_pk, deleted_at, created_at ON document_workspace_connectors
WHEN (OLD.document_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.document_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', NEW.document_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.document_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.document_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.document_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.document_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER document_workspace_connectors_noted_gone AFTER DELETE ON document_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'document', OLD.document_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;
