-- Names are found whatever their accents, and external ids whatever their case. Names need nothing else for that. An id in
-- lower case is in the index that it has anyway; those that are not have another one, idx_TABLE_external_case, which
-- migrate/indexes.rs builds after the migrations, while others write.

-- Lets the records of one kind be found.
CREATE PROCEDURE core_api.let_find(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    external_id text;
    identified text := kind || '_identified';
BEGIN
    -- A search asks for the first name behind a place. Without statistics, the planner would rather read and sort all of them.
    EXECUTE format('ALTER FUNCTION core_api.%I SET enable_sort = off', kind || '_named');
    EXECUTE format('ALTER FUNCTION core_api.%I SET enable_bitmapscan = off', kind || '_named');
    -- By an external id of any case. The function runs as the owner, because lower() is not leakproof, so that policies would be
    -- evaluated for each record of the workspace.
    -- The only column that its index has besides the workspace.
    SELECT a.attname INTO STRICT external_id
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = 2
    WHERE i.indexrelid = ('core_api.idx_' || records || '_external')::regclass;
    -- They are ranges in the order and the collation of their indexes, so that no other index will do. That of a merged record means its survivor.
    -- Whoever asks looks whether the record is active.
    EXECUTE format(
        'CREATE FUNCTION core_api.%1$I(wanted text) RETURNS SETOF bigint
             LANGUAGE sql STABLE SECURITY DEFINER ROWS 2 SET search_path = ''''
             BEGIN ATOMIC
                 SELECT f.pk FROM unnest(ARRAY[wanted, lower(wanted COLLATE "C") COLLATE "default"]) w (id) CROSS JOIN LATERAL (
                     (SELECT r.pk FROM core_api.%2$I r
                      WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.deleted_at IS NULL
                        AND r.%3$I >= w.id AND r.%3$I <= w.id
                      ORDER BY r.%3$I LIMIT 1)
                     UNION ALL
                     (SELECT r.survivor_pk FROM core_api.%2$I r
                      WHERE r.workspace_pk = core_api.current_workspace_pk() AND r.survivor_pk IS NOT NULL
                        AND r.%3$I >= w.id AND r.%3$I <= w.id
                      ORDER BY r.%3$I LIMIT 1)
                 ) f
                 UNION ALL
                 (SELECT coalesce(r.survivor_pk, r.pk) FROM core_api.%2$I r
                  WHERE r.workspace_pk = core_api.current_workspace_pk()
                    AND r.%3$I COLLATE "C" <> lower(r.%3$I COLLATE "C")
                    AND lower(r.%3$I COLLATE "C") >= lower(wanted COLLATE "C")
                    AND lower(r.%3$I COLLATE "C") <= lower(wanted COLLATE "C")
                  ORDER BY lower(r.%3$I COLLATE "C") OFFSET 0);
             END',
        identified, records, external_id
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', identified);
    EXECUTE format('GRANT EXECUTE ON FUNCTION core_api.%I TO wellhead_service', identified);
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.let_find FROM PUBLIC;

DO $$
DECLARE
    kind record;
BEGIN
    FOR kind IN SELECT k.record, k.records FROM core_api.record_kinds k LOOP
        CALL core_api.let_find(kind.record, kind.records);
    END LOOP;
END
$$;
