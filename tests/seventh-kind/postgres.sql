-- Products, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO core_api.record_kinds VALUES ('product');

CREATE TABLE core_api.products (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id uuid NOT NULL,
    workspace_pk bigint NOT NULL REFERENCES core_api.workspaces (pk) ON UPDATE CASCADE,
    name text NOT NULL,
    sku text,
    price numeric CHECK (abs(price) < 1e18 AND scale(price) <= 8),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    released_on date,
    external_product_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    UNIQUE (workspace_pk, product_id)
);
CREATE UNIQUE INDEX idx_products_external ON core_api.products (workspace_pk, external_product_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_products_external_deleted ON core_api.products (workspace_pk, external_product_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_products_workspace_active ON core_api.products (workspace_pk, created_at, product_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_products_workspace_deleted ON core_api.products (workspace_pk, created_at, product_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_products_name
    ON core_api.products (workspace_pk, lower(name COLLATE "C"), product_id)
    WHERE deleted_at IS NULL AND name IS NOT NULL;

CREATE TABLE core_api.product_workspace_connectors (
    pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    product_pk bigint NOT NULL REFERENCES core_api.products (pk) ON UPDATE CASCADE,
    workspace_connector_pk bigint NOT NULL
        REFERENCES core_api.workspace_connectors (pk) ON UPDATE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz,
    deleted_at timestamptz,
    changed_epoch bigint,
    made_epoch bigint,
    UNIQUE (product_workspace_connector_id, workspace_connector_pk)
);
CREATE INDEX idx_product_workspace_connectors_record_created
    ON core_api.product_workspace_connectors (product_pk, created_at);
CREATE INDEX idx_product_workspace_connectors_wc_created_at
    ON core_api.product_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_product_workspace_connectors_wc_active_input
    ON core_api.product_workspace_connectors
        (workspace_connector_pk, created_at, product_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'input';
CREATE INDEX idx_product_workspace_connectors_wc_active_output
    ON core_api.product_workspace_connectors
        (workspace_connector_pk, created_at, product_workspace_connector_id)
    WHERE deleted_at IS NULL AND direction = 'output';
CREATE INDEX idx_product_workspace_connectors_wc_deleted_input
    ON core_api.product_workspace_connectors
        (workspace_connector_pk, created_at, product_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'input';
CREATE INDEX idx_product_workspace_connectors_wc_deleted_output
    ON core_api.product_workspace_connectors
        (workspace_connector_pk, created_at, product_workspace_connector_id)
    WHERE deleted_at IS NOT NULL AND direction = 'output';

CREATE FUNCTION core_api.product_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
    BEGIN ATOMIC
        SELECT r.pk FROM core_api.products r
        WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.deleted_at IS NULL
          AND r.name IS NOT NULL
          AND lower(r.name COLLATE "C") >= first
          AND lower(r.name COLLATE "C") < past
        ORDER BY lower(r.name COLLATE "C"), r.product_id LIMIT most;
    END;
REVOKE EXECUTE ON FUNCTION core_api.product_named FROM PUBLIC;

ALTER TABLE core_api.products ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON core_api.products TO wellhead_service
    USING (workspace_pk = (SELECT core_api.current_workspace_pk()));

ALTER TABLE core_api.product_workspace_connectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON core_api.product_workspace_connectors FOR SELECT TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    );
CREATE POLICY make ON core_api.product_workspace_connectors FOR INSERT TO wellhead_service
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.products r WHERE r.pk = product_pk)
    );
CREATE POLICY change ON core_api.product_workspace_connectors FOR UPDATE TO wellhead_service
    USING (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
    )
    WITH CHECK (
        workspace_connector_pk = ANY (ARRAY(SELECT w.pk FROM core_api.workspace_connectors w))
        AND (SELECT true FROM core_api.products r WHERE r.pk = product_pk)
    );

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.products
    FOR EACH ROW WHEN (OLD.workspace_pk <> NEW.workspace_pk)
    EXECUTE FUNCTION core_api.stays_in_its_workspace();
CREATE TRIGGER made AFTER INSERT ON core_api.product_workspace_connectors
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT WHEN (NOT row_security_active('core_api.product_workspace_connectors'))
    EXECUTE FUNCTION core_api.of_one_workspace('products', 'product_pk');
CREATE TRIGGER pointed AFTER UPDATE OF product_pk, workspace_connector_pk ON core_api.product_workspace_connectors
    FOR EACH ROW WHEN (
        (OLD.product_pk, OLD.workspace_connector_pk) IS DISTINCT FROM (NEW.product_pk, NEW.workspace_connector_pk)
        AND NOT row_security_active('core_api.product_workspace_connectors')
    )
    EXECUTE FUNCTION core_api.of_one_workspace('products', 'product_pk');

GRANT EXECUTE ON FUNCTION core_api.product_named TO wellhead_service;
GRANT SELECT, INSERT, UPDATE ON core_api.products, core_api.product_workspace_connectors TO wellhead_service;

CALL core_api.keep_history('product', 'products');
CALL core_api.keep_identities('product', 'products');
CALL core_api.let_merge('product', 'products');
CALL core_api.key_names('product', 'products', 'name', 'idx_products_name');
CALL core_api.keep_sources('products');
UPDATE core_api.record_kinds SET records = 'products' WHERE record = 'product';
CALL core_api.keep_counts('product', 'products');
CALL core_api.find_pages('product');
CALL core_api.keep_ways('product');
CALL core_api.look_up_connectors();
CALL core_api.let_change('product', 'products');
CALL core_api.let_find('product', 'products');
CALL core_api.keep_quota('product');
