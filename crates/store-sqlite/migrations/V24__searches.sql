-- External ids are found whatever their case. One in lower case is in the index that it has anyway; those that are not have
-- another one here. Names, which are found whatever their accents, need nothing for that.

CREATE INDEX idx_peoples_external_case ON peoples (workspace_pk, lower(external_person_id))
    WHERE external_person_id <> lower(external_person_id);
CREATE INDEX idx_companies_external_case ON companies (workspace_pk, lower(external_company_id))
    WHERE external_company_id <> lower(external_company_id);
CREATE INDEX idx_accounts_external_case ON accounts (workspace_pk, lower(account_external_id))
    WHERE account_external_id <> lower(account_external_id);
CREATE INDEX idx_invoices_external_case ON invoices (workspace_pk, lower(external_invoice_id))
    WHERE external_invoice_id <> lower(external_invoice_id);
CREATE INDEX idx_transactions_external_case ON transactions (workspace_pk, lower(transaction_external_id))
    WHERE transaction_external_id <> lower(transaction_external_id);
CREATE INDEX idx_documents_external_case ON documents (workspace_pk, lower(external_document_id))
    WHERE external_document_id <> lower(external_document_id);
