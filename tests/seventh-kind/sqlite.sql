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
