-- Invoices, and which connectors sourced or consumed them. All is as it is for people, who came first: there the
-- reasons are.

INSERT INTO record_kinds VALUES ('invoice');

CREATE TABLE invoices (
    pk INTEGER PRIMARY KEY,
    invoice_id BLOB NOT NULL CHECK (length(invoice_id) = 16),
    workspace_pk INTEGER NOT NULL REFERENCES workspaces (pk) ON UPDATE CASCADE,
    reference_number TEXT,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'issued', 'paid', 'canceled')),
    issue_date TEXT CHECK (issue_date IS date(issue_date)),
    due_date TEXT CHECK (due_date IS date(due_date)),
    currency TEXT CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    grand_total TEXT CHECK (
        grand_total GLOB '*[0-9]' AND grand_total NOT GLOB '*[^0-9.-]*' AND grand_total NOT GLOB '?*-*'
        AND grand_total NOT GLOB '*.*.*' AND grand_total NOT GLOB '.*' AND grand_total NOT GLOB '-.*'
        AND instr(ltrim(grand_total, '-') || '.', '.') <= 19 AND length(grand_total) - instr(grand_total || '.', '.') <= 8
    ),
    external_invoice_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (workspace_pk, invoice_id)
) STRICT;
CREATE UNIQUE INDEX idx_invoices_external ON invoices (workspace_pk, external_invoice_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_invoices_external_deleted
    ON invoices (workspace_pk, external_invoice_id, created_at, invoice_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_invoices_workspace_active ON invoices (workspace_pk, created_at, invoice_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_invoices_workspace_deleted ON invoices (workspace_pk, created_at, invoice_id)
    WHERE deleted_at IS NOT NULL;
CREATE INDEX idx_invoices_reference_number ON invoices (workspace_pk, lower(reference_number), invoice_id)
    WHERE deleted_at IS NULL;

CREATE TABLE invoice_workspace_connectors (
    pk INTEGER PRIMARY KEY,
    invoice_workspace_connector_id BLOB NOT NULL
        CHECK (length(invoice_workspace_connector_id) = 16),
    direction TEXT NOT NULL CHECK (direction IN ('input', 'output')),
    invoice_pk INTEGER NOT NULL REFERENCES invoices (pk) ON UPDATE CASCADE,
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000000 AS INTEGER)),
    updated_at INTEGER,
    deleted_at INTEGER,
    changed_epoch INTEGER,
    made_epoch INTEGER,
    UNIQUE (invoice_workspace_connector_id, workspace_connector_pk)
) STRICT;
CREATE INDEX idx_invoice_workspace_connectors_record_created
    ON invoice_workspace_connectors (invoice_pk, created_at);
CREATE INDEX idx_invoice_workspace_connectors_wc_created_at
    ON invoice_workspace_connectors (workspace_connector_pk, created_at);
CREATE INDEX idx_invoice_workspace_connectors_wc_active
    ON invoice_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_invoice_workspace_connectors_wc_deleted
    ON invoice_workspace_connectors (workspace_connector_pk, direction, created_at)
    WHERE deleted_at IS NOT NULL;

CREATE TRIGGER invoice_workspace_connectors_made AFTER INSERT ON invoice_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM invoices WHERE pk = NEW.invoice_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER invoice_workspace_connectors_pointed AFTER UPDATE OF invoice_pk, workspace_connector_pk ON invoice_workspace_connectors
WHEN NOT ifnull(
    (SELECT workspace_pk FROM invoices WHERE pk = NEW.invoice_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of a link are of different workspaces');
END;
CREATE TRIGGER invoices_stay AFTER UPDATE OF workspace_pk ON invoices
WHEN OLD.workspace_pk <> NEW.workspace_pk AND EXISTS (SELECT 1 FROM workspaces WHERE pk = OLD.workspace_pk)
BEGIN
    SELECT RAISE(ABORT, 'nothing moves to another workspace');
END;
