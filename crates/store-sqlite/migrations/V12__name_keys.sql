-- What the spellings of one name have in common, so that records of one name lie together in an index: for searches, and to
-- find those that may be the same. The function is the store's own; see migrate.rs.

ALTER TABLE peoples ADD COLUMN name_key TEXT;
UPDATE peoples SET name_key = name_key(coalesce(full_name, first_name));
CREATE INDEX idx_peoples_name_key ON peoples (workspace_pk, name_key, people_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_peoples_name;

ALTER TABLE companies ADD COLUMN name_key TEXT;
UPDATE companies SET name_key = name_key(name);
CREATE INDEX idx_companies_name_key ON companies (workspace_pk, name_key, company_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_companies_name;

ALTER TABLE accounts ADD COLUMN name_key TEXT;
UPDATE accounts SET name_key = name_key(account_name);
CREATE INDEX idx_accounts_name_key ON accounts (workspace_pk, name_key, account_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_accounts_account_name;

ALTER TABLE invoices ADD COLUMN name_key TEXT;
UPDATE invoices SET name_key = name_key(reference_number);
CREATE INDEX idx_invoices_name_key ON invoices (workspace_pk, name_key, invoice_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_invoices_reference_number;

ALTER TABLE transactions ADD COLUMN name_key TEXT;
UPDATE transactions SET name_key = name_key(description);
CREATE INDEX idx_transactions_name_key ON transactions (workspace_pk, name_key, transaction_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_transactions_description;

ALTER TABLE documents ADD COLUMN name_key TEXT;
UPDATE documents SET name_key = name_key(filename);
CREATE INDEX idx_documents_name_key ON documents (workspace_pk, name_key, document_id)
    WHERE deleted_at IS NULL AND name_key IS NOT NULL;
DROP INDEX idx_documents_filename;
