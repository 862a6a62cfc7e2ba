-- What the spellings of one name have in common, so that records of one name lie together in an index: for searches, and to
-- find those that may be the same.

-- For records that are already there: as core::identity::name_key, which writes it from now on. Only ICU knows the small
-- letters of every script in every database, and what is a space depends on the database, too.
DO $$
DECLARE
    locale text := (SELECT ' COLLATE pg_catalog."und-x-icu"' FROM pg_catalog.pg_collation WHERE collname = 'und-x-icu');
BEGIN
    EXECUTE format(
        'CREATE FUNCTION core_api.name_key(name text) RETURNS text
             LANGUAGE sql STABLE SET search_path = ''''
             RETURN nullif(left(normalize(lower(btrim(regexp_replace(name, ''[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+'', '' '', ''g''))%s), NFC), 500), '''')',
        coalesce(locale, '')
    );
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.name_key FROM PUBLIC;

-- Gives the records of one kind a key of the name that they are shown by, instead of the index named former.
CREATE PROCEDURE core_api.key_names(kind text, records text, shown text, former text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    record_id text := kind || '_id';
BEGIN
    EXECUTE format('DROP INDEX core_api.%I', former);
    EXECUTE format('ALTER TABLE core_api.%I ADD COLUMN name_key text COLLATE "C"', records);
    EXECUTE format(
        'UPDATE core_api.%I SET name_key = core_api.name_key(%s) WHERE %s IS NOT NULL', records, shown, shown
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (workspace_pk, name_key, %I) WHERE deleted_at IS NULL AND name_key IS NOT NULL',
        'idx_' || records || '_name_key', records, record_id
    );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION core_api.%I(first text, past text, most bigint) RETURNS SETOF bigint
             LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''''
             BEGIN ATOMIC
                 SELECT r.pk FROM core_api.%I r
                 WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.deleted_at IS NULL
                   AND r.name_key >= first AND r.name_key < past
                 ORDER BY r.name_key, r.%I LIMIT most;
             END',
        kind || '_named', records, record_id
    );
    EXECUTE format('ANALYZE core_api.%I', records);
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.key_names FROM PUBLIC;
CALL core_api.key_names('people', 'peoples', 'coalesce(full_name, first_name)', 'idx_peoples_name');
CALL core_api.key_names('company', 'companies', 'name', 'idx_companies_name');
CALL core_api.key_names('account', 'accounts', 'account_name', 'idx_accounts_account_name');
CALL core_api.key_names('invoice', 'invoices', 'reference_number', 'idx_invoices_reference_number');
CALL core_api.key_names('transaction', 'transactions', 'description', 'idx_transactions_description');
CALL core_api.key_names('document', 'documents', 'filename', 'idx_documents_filename');

-- People are found by their last names, too.
CREATE OR REPLACE FUNCTION core_api.people_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = ''
    BEGIN ATOMIC
        (SELECT p.pk FROM core_api.peoples p
         WHERE p.workspace_pk = core_api.current_workspace_pk() AND p.deleted_at IS NULL
           AND p.name_key >= first AND p.name_key < past
         ORDER BY p.name_key, p.people_id LIMIT most)
        UNION ALL
        (SELECT p.pk FROM core_api.peoples p
         WHERE p.workspace_pk = core_api.current_workspace_pk() AND p.deleted_at IS NULL
           AND p.last_name IS NOT NULL
           AND lower(p.last_name COLLATE "C") >= first
           AND lower(p.last_name COLLATE "C") < past
         ORDER BY lower(p.last_name COLLATE "C"), p.people_id LIMIT most);
    END;
