-- Products, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('product');

CREATE TABLE products (
    pk INTEGER PRIMARY KEY,
    product_id BLOB NOT NULL CHECK (length(product_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    name TEXT NOT NULL,
    sku TEXT,
    price TEXT CHECK (
        price GLOB '*[0-9]' AND price NOT GLOB '*[^0-9.-]*' AND price NOT GLOB '?*-*'
        AND price NOT GLOB '*.*.*' AND price NOT GLOB '.*' AND price NOT GLOB '-.*'
        AND instr(ltrim(price, '-') || '.', '.') <= 19 AND length(price) - instr(price || '.', '.') <= 8
    ),
    currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    released_on TEXT CHECK (released_on IS date(released_on)),
    external_product_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, product_id)
) STRICT;
CREATE UNIQUE INDEX idx_products_external ON products (workspace_pk, external_product_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_products_external_deleted
    ON products (workspace_pk, external_product_id, created_at, product_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_products_workspace_active ON products (workspace_pk, created_at, product_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_products_workspace_deleted ON products (workspace_pk, created_at, product_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_products_name ON products (workspace_pk, lower(name), product_id)
    WHERE deleted_at IS NULL;

CREATE TABLE product_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    product_workspace_connector_id BLOB NOT NULL
        CHECK (length(product_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    product_pk INTEGER NOT NULL REFERENCES products (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (product_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_product_workspace_connectors_record_created
    ON product_workspace_connectors (product_pk, created_at);
CREATE INDEX idx_product_workspace_connectors_wc_created_at
    ON product_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_product_workspace_connectors_wc_active
    ON product_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_product_workspace_connectors_wc_deleted
    ON product_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER product_workspace_connectors_made AFTER INSERT ON product_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM products WHERE pk = NEW.product_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER product_workspace_connectors_pointed AFTER UPDATE OF product_pk, workspace_connector_pk ON product_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM products WHERE pk = NEW.product_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER products_stay AFTER UPDATE OF workspace_pk ON products
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;

ALTER TABLE product_workspace_connectors ADD COLUMN created_as TEXT CHECK (created_as IN ('run', 'job', 'api_key', 'operator'));
ALTER TABLE product_workspace_connectors ADD COLUMN created_by BLOB;
ALTER TABLE product_workspace_connectors ADD COLUMN seen_by BLOB;
ALTER TABLE product_workspace_connectors ADD COLUMN seen_at INTEGER;
ALTER TABLE product_workspace_connectors ADD COLUMN since INTEGER;
ALTER TABLE product_workspace_connectors ADD COLUMN changed_as TEXT;
ALTER TABLE product_workspace_connectors ADD COLUMN changed_by BLOB;
ALTER TABLE product_workspace_connectors ADD COLUMN deleted_as TEXT;
ALTER TABLE product_workspace_connectors ADD COLUMN deleted_by BLOB;
ALTER TABLE product_workspace_connectors ADD COLUMN reason TEXT;
CREATE INDEX idx_product_workspace_connectors_created_by ON product_workspace_connectors (created_by, created_at)
    WHERE created_as <> 'run';
CREATE INDEX idx_product_workspace_connectors_deleted_by ON product_workspace_connectors (deleted_by, created_at)
    WHERE deleted_by IS NOT NULL;
CREATE TRIGGER product_workspace_connectors_superseded
AFTER UPDATE OF product_pk, workspace_connector_pk, direction, deleted_at ON product_workspace_connectors
WHEN (OLD.product_pk <> NEW.product_pk AND EXISTS (SELECT 1 FROM products WHERE pk = OLD.product_pk)
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
    VALUES ('product', OLD.pk, OLD.product_workspace_connector_id, OLD.direction, OLD.product_pk,
        OLD.workspace_connector_pk, OLD.created_at, OLD.created_as, OLD.created_by,
        ifnull(OLD.since, OLD.created_at), NEW.since,
        iif(OLD.since IS NULL, OLD.created_as, OLD.changed_as),
        iif(OLD.since IS NULL, OLD.created_by, OLD.changed_by),
        OLD.seen_by, ifnull(OLD.seen_at, iif(OLD.deleted_at IS NULL, OLD.updated_at, NULL)),
        OLD.deleted_at, OLD.deleted_as, OLD.deleted_by, OLD.reason);
END;
CREATE TRIGGER product_workspace_connectors_made_once
BEFORE UPDATE OF product_workspace_connector_id, created_at, created_as, created_by ON product_workspace_connectors
BEGIN
    SELECT RAISE(ABORT, 'who made a link, and when, is not changed');
END;
CREATE TRIGGER product_workspace_connectors_said_once
BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON product_workspace_connectors
WHEN OLD.product_pk = NEW.product_pk AND OLD.workspace_connector_pk = NEW.workspace_connector_pk
    AND OLD.direction = NEW.direction
    AND (OLD.deleted_at IS NULL OR OLD.deleted_at IS NEW.deleted_at)
    AND ((OLD.since, OLD.changed_as, OLD.changed_by) IS NOT (NEW.since, NEW.changed_as, NEW.changed_by)
        OR OLD.deleted_at IS NEW.deleted_at
            AND (OLD.deleted_as, OLD.deleted_by, OLD.reason) IS NOT (NEW.deleted_as, NEW.deleted_by, NEW.reason)
        OR OLD.deleted_at IS NULL AND NEW.deleted_at <= ifnull(OLD.updated_at, OLD.created_at))
BEGIN
    SELECT RAISE(ABORT, 'when a state began and ended, and through whom, is not changed');
END;

CREATE TABLE product_identities (
    pk INTEGER PRIMARY KEY,
    product_identity_id BLOB NOT NULL CHECK (length(product_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    product_pk INTEGER NOT NULL REFERENCES products (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (product_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_product_identities_line_external ON product_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_product_identities_record ON product_identities (product_pk);
CREATE INDEX idx_product_identities_wc_created
    ON product_identities (workspace_connector_pk, created_at, product_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER product_identities_made AFTER INSERT ON product_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM products WHERE pk = NEW.product_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER product_identities_pointed AFTER UPDATE OF product_pk, workspace_connector_pk ON product_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM products WHERE pk = NEW.product_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

ALTER TABLE products ADD COLUMN survivor_pk INTEGER;
CREATE INDEX idx_products_merged ON products (workspace_pk, external_product_id) WHERE survivor_pk IS NOT NULL;
CREATE INDEX idx_products_survivor ON products (survivor_pk) WHERE survivor_pk IS NOT NULL;
ALTER TABLE product_identities ADD COLUMN home_pk INTEGER;
ALTER TABLE product_identities ADD COLUMN settled_pk INTEGER;

ALTER TABLE products ADD COLUMN name_key TEXT;
UPDATE products SET name_key = name_key(name);
CREATE INDEX idx_products_name_key ON products (workspace_pk, name_key, product_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_products_name;

ALTER TABLE products ADD COLUMN source_id BLOB CHECK (length(source_id) = 16);
ALTER TABLE products ADD COLUMN sources TEXT;

INSERT INTO streams
SELECT w.workspace_pk, 'product', l.workspace_connector_pk, l.direction, count(*) - count(l.deleted_at), count(l.deleted_at),
    min(l.created_at), max(l.created_at)
FROM product_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk
GROUP BY 1, 3, 4;
CREATE TRIGGER product_workspace_connectors_counted_made AFTER INSERT ON product_workspace_connectors
BEGIN
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'product', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER product_workspace_connectors_counted_changed AFTER UPDATE OF direction, workspace_connector_pk, deleted_at, created_at ON product_workspace_connectors
WHEN (OLD.direction, OLD.deleted_at IS NULL, OLD.created_at) <> (NEW.direction, NEW.deleted_at IS NULL, NEW.created_at)
    OR OLD.workspace_connector_pk <> NEW.workspace_connector_pk
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'product' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
    INSERT INTO streams
        (workspace_pk, record, workspace_connector_pk, direction, active, deleted, oldest_at, newest_at)
    SELECT w.workspace_pk, 'product', w.pk, NEW.direction, NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL,
        NEW.created_at, NEW.created_at
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE
    SET active = active + excluded.active, deleted = deleted + excluded.deleted,
        oldest_at = min(oldest_at, excluded.oldest_at), newest_at = max(newest_at, excluded.newest_at);
END;
CREATE TRIGGER product_workspace_connectors_counted_gone AFTER DELETE ON product_workspace_connectors
BEGIN
    UPDATE streams SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = (SELECT w.workspace_pk FROM workspace_connectors w WHERE w.pk = OLD.workspace_connector_pk)
        AND record = 'product' AND workspace_connector_pk = OLD.workspace_connector_pk AND direction = OLD.direction;
END;
INSERT INTO record_counts
SELECT workspace_pk, 'product', count(*) - count(deleted_at), count(deleted_at) FROM products GROUP BY 1;
CREATE TRIGGER products_counted_made AFTER INSERT ON products
BEGIN
    INSERT INTO record_counts (workspace_pk, record, active, deleted)
    VALUES (NEW.workspace_pk, 'product', NEW.deleted_at IS NULL, NEW.deleted_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET active = active + excluded.active, deleted = deleted + excluded.deleted;
END;
CREATE TRIGGER products_counted_changed AFTER UPDATE OF deleted_at ON products
WHEN (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
BEGIN
    UPDATE record_counts
    SET active = active + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        deleted = deleted + (NEW.deleted_at IS NOT NULL) - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = NEW.workspace_pk AND record = 'product';
END;
CREATE TRIGGER products_counted_gone AFTER DELETE ON products
BEGIN
    UPDATE record_counts
    SET active = active - (OLD.deleted_at IS NULL), deleted = deleted - (OLD.deleted_at IS NOT NULL)
    WHERE workspace_pk = OLD.workspace_pk AND record = 'product';
END;

INSERT INTO unfolded
SELECT w.workspace_pk, 'product', l.product_pk, min(w.pk), 'input', -1, 0, 0
FROM product_workspace_connectors l JOIN workspace_connectors w ON w.pk = l.workspace_connector_pk GROUP BY 1, 3;
CREATE TRIGGER product_workspace_connectors_noted_made AFTER INSERT ON product_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'product', NEW.product_pk, w.pk, NEW.direction, NEW.created_at / 3600000000, 1, NEW.deleted_at IS NULL
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET made = made + 1, joined = min(joined, excluded.joined);
END;
-- A link that follows the new pk of its connector was made where it was: the hours follow, too.
CREATE TRIGGER product_workspace_connectors_noted_changed
AFTER UPDATE OF product_pk, direction, workspace_connector_pk, deleted_at, created_at ON product_workspace_connectors
WHEN (OLD.product_pk, OLD.direction, OLD.workspace_connector_pk, OLD.deleted_at IS NULL, OLD.created_at)
    <> (NEW.product_pk, NEW.direction, NEW.workspace_connector_pk, NEW.deleted_at IS NULL, NEW.created_at)
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'product', NEW.product_pk, w.pk, NEW.direction, -1, 0, 0
    FROM workspace_connectors w WHERE w.pk = NEW.workspace_connector_pk
    ON CONFLICT DO UPDATE SET joined = 0;
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'product', n.record_pk, w.pk, n.direction, n.created_at / 3600000000, n.made, 0
    FROM (
        SELECT NEW.product_pk AS record_pk, NEW.workspace_connector_pk AS connector, NEW.direction AS direction,
            NEW.created_at AS created_at, 1 AS made
        UNION ALL
        SELECT OLD.product_pk, OLD.workspace_connector_pk, OLD.direction, OLD.created_at, -1
    ) n
    CROSS JOIN workspace_connectors w ON w.pk = n.connector
    WHERE (OLD.product_pk, OLD.direction, OLD.workspace_connector_pk, OLD.created_at)
            <> (NEW.product_pk, NEW.direction, NEW.workspace_connector_pk, NEW.created_at)
        AND EXISTS (SELECT 1 FROM workspace_connectors WHERE pk = OLD.workspace_connector_pk)
    ON CONFLICT DO UPDATE SET made = made + excluded.made, joined = 0;
END;
-- Of a workspace that is being removed, nothing is to be folded.
CREATE TRIGGER product_workspace_connectors_noted_gone AFTER DELETE ON product_workspace_connectors
BEGIN
    INSERT INTO unfolded
    SELECT w.workspace_pk, 'product', OLD.product_pk, w.pk, OLD.direction, OLD.created_at / 3600000000, -1, 0
    FROM workspace_connectors w JOIN workspaces s ON s.pk = w.workspace_pk
    WHERE w.pk = OLD.workspace_connector_pk AND s.deleted_at IS NULL
    ON CONFLICT DO UPDATE SET made = made - 1, joined = 0;
END;
CREATE INDEX idx_products_external_case ON products (workspace_pk, lower(external_product_id))
    WHERE external_product_id <> lower(external_product_id);
