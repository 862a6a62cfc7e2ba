-- What connectors call records, and how their lines find the records that they are about.

-- By what a connector's records are matched with those that the workspace knows.
ALTER TABLE workspace_connectors ADD COLUMN match_rule TEXT NOT NULL DEFAULT 'none'
    CHECK (match_rule IN ('none', 'email'));
-- One that continues another has its identities: those of a line of connectors are kept for the first of it, and line_pk
-- is that one, or NULL if it is the first itself.
ALTER TABLE workspace_connectors ADD COLUMN continues_pk INTEGER
    REFERENCES workspace_connectors (pk) ON UPDATE CASCADE;
ALTER TABLE workspace_connectors ADD COLUMN line_pk INTEGER
    REFERENCES workspace_connectors (pk) ON UPDATE CASCADE
    CHECK ((continues_pk IS NULL) = (line_pk IS NULL));
-- At most one continues another.
CREATE UNIQUE INDEX idx_workspace_connectors_continues ON workspace_connectors (continues_pk)
    WHERE continues_pk IS NOT NULL;
CREATE INDEX idx_workspace_connectors_line ON workspace_connectors (line_pk) WHERE line_pk IS NOT NULL;

-- The key is what the spellings of one address have in common; NULL if the text is no address. Whoever writes the one
-- writes the other.
ALTER TABLE peoples ADD COLUMN email TEXT;
ALTER TABLE peoples ADD COLUMN email_key TEXT;
CREATE INDEX idx_peoples_email ON peoples (workspace_pk, email_key, people_id)
    WHERE deleted_at IS NULL AND email_key IS NOT NULL;

-- Lines whose names mean two records. They were rejected, or, if they were taken, are kept among the rejected ones.
ALTER TABLE workspace_connector_sync_logs ADD COLUMN conflicts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync_rejections ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1));

-- What a connector, or any of its line, calls a record.
CREATE TABLE people_identities (
    pk INTEGER PRIMARY KEY,
    people_identity_id BLOB NOT NULL CHECK (length(people_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    people_pk INTEGER NOT NULL REFERENCES peoples (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (people_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_people_identities_line_external ON people_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_people_identities_record ON people_identities (people_pk);
CREATE INDEX idx_people_identities_wc_created
    ON people_identities (workspace_connector_pk, created_at, people_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER people_identities_made AFTER INSERT ON people_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM peoples WHERE pk = NEW.people_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER people_identities_pointed AFTER UPDATE OF people_pk, workspace_connector_pk ON people_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM peoples WHERE pk = NEW.people_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

CREATE TABLE company_identities (
    pk INTEGER PRIMARY KEY,
    company_identity_id BLOB NOT NULL CHECK (length(company_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    company_pk INTEGER NOT NULL REFERENCES companies (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (company_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_company_identities_line_external ON company_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_company_identities_record ON company_identities (company_pk);
CREATE INDEX idx_company_identities_wc_created
    ON company_identities (workspace_connector_pk, created_at, company_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER company_identities_made AFTER INSERT ON company_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM companies WHERE pk = NEW.company_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER company_identities_pointed AFTER UPDATE OF company_pk, workspace_connector_pk ON company_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM companies WHERE pk = NEW.company_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

CREATE TABLE account_identities (
    pk INTEGER PRIMARY KEY,
    account_identity_id BLOB NOT NULL CHECK (length(account_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    account_pk INTEGER NOT NULL REFERENCES accounts (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (account_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_account_identities_line_external ON account_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_account_identities_record ON account_identities (account_pk);
CREATE INDEX idx_account_identities_wc_created
    ON account_identities (workspace_connector_pk, created_at, account_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER account_identities_made AFTER INSERT ON account_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM accounts WHERE pk = NEW.account_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER account_identities_pointed AFTER UPDATE OF account_pk, workspace_connector_pk ON account_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM accounts WHERE pk = NEW.account_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

CREATE TABLE invoice_identities (
    pk INTEGER PRIMARY KEY,
    invoice_identity_id BLOB NOT NULL CHECK (length(invoice_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    invoice_pk INTEGER NOT NULL REFERENCES invoices (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (invoice_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_invoice_identities_line_external ON invoice_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_invoice_identities_record ON invoice_identities (invoice_pk);
CREATE INDEX idx_invoice_identities_wc_created
    ON invoice_identities (workspace_connector_pk, created_at, invoice_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER invoice_identities_made AFTER INSERT ON invoice_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM invoices WHERE pk = NEW.invoice_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER invoice_identities_pointed AFTER UPDATE OF invoice_pk, workspace_connector_pk ON invoice_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM invoices WHERE pk = NEW.invoice_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

CREATE TABLE transaction_identities (
    pk INTEGER PRIMARY KEY,
    transaction_identity_id BLOB NOT NULL CHECK (length(transaction_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    transaction_pk INTEGER NOT NULL REFERENCES transactions (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (transaction_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_transaction_identities_line_external ON transaction_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_transaction_identities_record ON transaction_identities (transaction_pk);
CREATE INDEX idx_transaction_identities_wc_created
    ON transaction_identities (workspace_connector_pk, created_at, transaction_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER transaction_identities_made AFTER INSERT ON transaction_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM transactions WHERE pk = NEW.transaction_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER transaction_identities_pointed AFTER UPDATE OF transaction_pk, workspace_connector_pk ON transaction_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM transactions WHERE pk = NEW.transaction_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;

CREATE TABLE document_identities (
    pk INTEGER PRIMARY KEY,
    document_identity_id BLOB NOT NULL CHECK (length(document_identity_id) = 16),
    -- Through which connector it was learnt.
    workspace_connector_pk INTEGER NOT NULL REFERENCES workspace_connectors (pk) ON UPDATE CASCADE,
    line_pk INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    document_pk INTEGER NOT NULL REFERENCES documents (pk) ON UPDATE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    created_as TEXT NOT NULL,
    created_by BLOB,
    deleted_as TEXT,
    deleted_by BLOB,
    -- Not the id alone: a tenant must not learn which ids another one has.
    UNIQUE (document_identity_id, workspace_connector_pk)
) STRICT;
CREATE UNIQUE INDEX idx_document_identities_line_external ON document_identities (line_pk, external_id)
    WHERE deleted_at IS NULL;
CREATE INDEX idx_document_identities_record ON document_identities (document_pk);
CREATE INDEX idx_document_identities_wc_created
    ON document_identities (workspace_connector_pk, created_at, document_identity_id);
-- As of links: its record and its connector are of one workspace.
CREATE TRIGGER document_identities_made AFTER INSERT ON document_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM documents WHERE pk = NEW.document_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
CREATE TRIGGER document_identities_pointed AFTER UPDATE OF document_pk, workspace_connector_pk ON document_identities
WHEN NOT ifnull(
    (SELECT workspace_pk FROM documents WHERE pk = NEW.document_pk)
        = (SELECT workspace_pk FROM workspace_connectors WHERE pk = NEW.workspace_connector_pk),
    0)
BEGIN
    SELECT RAISE(ABORT, 'the ends of an identity are of different workspaces');
END;
