-- Companies, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('company');

CREATE TABLE companies (
    pk INTEGER PRIMARY KEY,
    company_id BLOB NOT NULL CHECK (length(company_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    name TEXT NOT NULL,
    domain TEXT,
    registered_name TEXT,
    tax_id TEXT,
    country TEXT CHECK (country GLOB '[A-Z][A-Z]'),
    external_company_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, company_id)
) STRICT;
CREATE UNIQUE INDEX idx_companies_external ON companies (workspace_pk, external_company_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_companies_external_deleted
    ON companies (workspace_pk, external_company_id, created_at, company_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_companies_workspace_active ON companies (workspace_pk, created_at, company_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_companies_workspace_deleted ON companies (workspace_pk, created_at, company_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_companies_name ON companies (workspace_pk, lower(name), company_id)
    WHERE deleted_at IS NULL;

CREATE TABLE company_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    company_workspace_connector_id BLOB NOT NULL
        CHECK (length(company_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    company_pk INTEGER NOT NULL REFERENCES companies (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (company_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_company_workspace_connectors_record_created
    ON company_workspace_connectors (company_pk, created_at);
CREATE INDEX idx_company_workspace_connectors_wc_created_at
    ON company_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_company_workspace_connectors_wc_active
    ON company_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_company_workspace_connectors_wc_deleted
    ON company_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER company_workspace_connectors_made AFTER INSERT ON company_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM companies WHERE pk = NEW.company_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER company_workspace_connectors_pointed AFTER UPDATE OF company_pk, workspace_connector_pk ON company_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM companies WHERE pk = NEW.company_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER companies_stay AFTER UPDATE OF workspace_pk ON companies
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
