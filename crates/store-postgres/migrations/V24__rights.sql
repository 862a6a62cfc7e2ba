-- Each database has roles of its own, so that whoever owns one is nobody in another of the same server. The migrations
-- name them `wellhead_service` and `wellhead_operator`; whoever runs a migration puts the database's own names there.
CREATE TABLE core_api.installation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    -- The database that the roles were made for. A copy, or a restored dump, is another one.
    database oid NOT NULL,
    service name NOT NULL,
    operator name NOT NULL,
    -- The oldest version whose programs may use the schema as it is. A migration that takes something away raises it, one
    -- release after the last program that needed it.
    serves integer NOT NULL
);
GRANT SELECT ON core_api.installation TO wellhead_service, wellhead_operator;

-- What the roles may do, and what nobody else may, as statements with a place for the role. A dump that is restored where the
-- roles are missing has lost its grants and policies, but not these rows.
CREATE TABLE core_api.rights (
    holder text NOT NULL CHECK (holder IN ('service', 'operator', 'nobody else')),
    grants text NOT NULL,
    revokes text,
    PRIMARY KEY (holder, grants)
);

-- What `role` may do in the schema.
CREATE FUNCTION core_api.rights_of(role name, OUT grants text, OUT revokes text) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        WITH acl AS (
            SELECT 'SCHEMA core_api' AS object, nspacl AS acl
            FROM pg_catalog.pg_namespace WHERE oid = 'core_api'::regnamespace
            UNION ALL
            SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || oid::regclass::text, relacl
            FROM pg_catalog.pg_class WHERE relnamespace = 'core_api'::regnamespace
            UNION ALL
            SELECT 'ROUTINE ' || oid::regprocedure::text, proacl
            FROM pg_catalog.pg_proc WHERE pronamespace = 'core_api'::regnamespace
        ), given AS (
            SELECT object, a.privilege_type AS what
            FROM acl, pg_catalog.aclexplode(acl.acl) a
            WHERE a.grantee = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = role)
            UNION ALL
            SELECT 'TABLE ' || attrelid::regclass::text,
                a.privilege_type || ' (' || string_agg(quote_ident(attname), ', ' ORDER BY attname) || ')'
            FROM pg_catalog.pg_attribute, pg_catalog.aclexplode(attacl) a
            WHERE a.grantee = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = role)
                AND attrelid IN (
                    SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = 'core_api'::regnamespace
                )
            GROUP BY attrelid, a.privilege_type
        )
        SELECT format('GRANT %s ON %s TO {role}', what, object), format('REVOKE %s ON %s FROM {role}', what, object)
        FROM given
        UNION ALL
        SELECT
            format('DROP POLICY IF EXISTS %1$I ON core_api.%2$I; CREATE POLICY %1$I ON core_api.%2$I AS %3$s FOR %4$s TO {role}',
                policyname, tablename, permissive, cmd)
            || coalesce(' USING (' || qual || ')', '') || coalesce(' WITH CHECK (' || with_check || ')', ''),
            NULL
        FROM pg_catalog.pg_policies
        WHERE schemaname = 'core_api' AND role = ANY (roles);
    END;
REVOKE EXECUTE ON FUNCTION core_api.rights_of FROM PUBLIC;

-- All that is held, and by whom.
CREATE FUNCTION core_api.rights_held(OUT holder text, OUT grants text, OUT revokes text) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT 'service', r.grants, r.revokes FROM core_api.installation i, core_api.rights_of(i.service) r
        UNION ALL
        SELECT 'operator', r.grants, r.revokes FROM core_api.installation i, core_api.rights_of(i.operator) r
        UNION ALL
        -- Functions are everybody's, unless that is taken away.
        SELECT 'nobody else', format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', p.oid::regprocedure), NULL
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'core_api'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
            WHERE a.grantee = 0
        );
    END;
REVOKE EXECUTE ON FUNCTION core_api.rights_held FROM PUBLIC;

-- What the roles may do and should not, and should and may not.
CREATE FUNCTION core_api.rights_astray(OUT holder text, OUT is_missing boolean, OUT statement text) RETURNS SETOF record
    LANGUAGE sql STABLE SET search_path = ''
    BEGIN ATOMIC
        SELECT coalesce(k.holder, h.holder), h.holder IS NULL, coalesce(k.grants, h.grants)
        FROM core_api.rights k FULL JOIN core_api.rights_held() h USING (holder, grants)
        WHERE k.holder IS NULL OR h.holder IS NULL;
    END;
REVOKE EXECUTE ON FUNCTION core_api.rights_astray FROM PUBLIC;

-- Keeps what the roles may do, after a migration.
CREATE PROCEDURE core_api.keep_rights()
    LANGUAGE sql SET search_path = ''
    BEGIN ATOMIC
        DELETE FROM core_api.rights;
        INSERT INTO core_api.rights SELECT h.holder, h.grants, h.revokes FROM core_api.rights_held() h;
    END;
REVOKE EXECUTE ON PROCEDURE core_api.keep_rights FROM PUBLIC;

-- Lets the roles do what they should.
CREATE PROCEDURE core_api.give_rights()
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    missing record;
BEGIN
    FOR missing IN
        SELECT a.statement, CASE a.holder WHEN 'service' THEN i.service ELSE i.operator END AS role
        FROM core_api.rights_astray() a, core_api.installation i
        WHERE a.is_missing
    LOOP
        EXECUTE replace(missing.statement, '{role}', quote_ident(missing.role));
    END LOOP;
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.give_rights FROM PUBLIC;

-- Hands all that one role may do here to another.
CREATE PROCEDURE core_api.hand_over(giver name, taker name)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT * FROM core_api.rights_of(giver) LOOP
        EXECUTE replace(held.grants, '{role}', quote_ident(taker));
        IF held.revokes IS NOT NULL THEN
            EXECUTE replace(held.revokes, '{role}', quote_ident(giver));
        END IF;
    END LOOP;
    -- Those that later migrations call to make the tables of a further kind.
    FOR held IN
        SELECT pg_get_functiondef(oid) AS body FROM pg_catalog.pg_proc
        WHERE pronamespace = 'core_api'::regnamespace AND prosrc ~ ('\m' || giver || '\M')
    LOOP
        EXECUTE regexp_replace(held.body, '\m' || giver || '\M', taker, 'g');
    END LOOP;
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.hand_over FROM PUBLIC;

INSERT INTO core_api.installation (database, service, operator, serves)
    SELECT oid, 'wellhead_service', 'wellhead_operator', 24 FROM pg_catalog.pg_database WHERE datname = current_database();

-- Before this migration all databases of a server had the same two roles.
CALL core_api.hand_over('wellhead' || '_service', 'wellhead_service');
CALL core_api.hand_over('wellhead' || '_operator', 'wellhead_operator');

-- Whose connector it is. As the owner, so that a policy on connectors can ask it about another row of theirs.
CREATE FUNCTION core_api.is_own_connector(connector bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    RETURN EXISTS (
        SELECT FROM core_api.workspace_connectors w
        WHERE w.pk = is_own_connector.connector AND w.workspace_pk = core_api.current_workspace_pk()
    );
REVOKE EXECUTE ON FUNCTION core_api.is_own_connector FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.is_own_connector TO wellhead_service;

-- What a row names is of its workspace, too.
ALTER POLICY own ON core_api.jobs
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (workspace_connector_pk IS NULL OR core_api.is_own_connector(workspace_connector_pk))
        AND (
            workspace_connector_sync_log_pk IS NULL
            OR (
                SELECT r.workspace_pk FROM core_api.workspace_connector_sync_logs r
                WHERE r.pk = workspace_connector_sync_log_pk
            ) = (SELECT core_api.current_workspace_pk())
        )
    );
ALTER POLICY own ON core_api.workspace_connectors
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (continues_pk IS NULL OR core_api.is_own_connector(continues_pk))
        AND (line_pk IS NULL OR core_api.is_own_connector(line_pk))
    );
ALTER POLICY own ON core_api.suppressions
    WITH CHECK (
        workspace_pk = (SELECT core_api.current_workspace_pk())
        AND (SELECT true FROM core_api.recalls r WHERE r.pk = recall_pk)
        AND (workspace_connector_pk IS NULL OR core_api.is_own_connector(workspace_connector_pk))
    );

-- The service changes what changes: not what a row is called, nor whose it is, nor when it was made.
REVOKE UPDATE ON
    core_api.workspace_connectors, core_api.sync_deliveries, core_api.jobs, core_api.webhook_endpoints,
    core_api.webhook_secrets, core_api.webhook_attempts, core_api.retention_policies, core_api.streams,
    core_api.record_counts
    FROM wellhead_service;
GRANT UPDATE (status, match_rule, rank, legal, updated_at, deleted_at) ON core_api.workspace_connectors TO wellhead_service;
GRANT UPDATE (last_line, completed_at) ON core_api.sync_deliveries TO wellhead_service;
GRANT UPDATE (
    status, error, scanned, changed, removed, stream_workspace_connector_id, stream_record, stream_direction, holding,
    after_at, after_id, after_position, heartbeat_at, heard_at, completed_at
) ON core_api.jobs TO wellhead_service;
GRANT UPDATE (
    url, kinds, status, position, message_id, message_at, message_after, message_position, message_kinds, attempt_id,
    attempt_is_stale, due_at, failures, failing_since, next_attempt_at, last_attempt_at, last_outcome, updated_at
) ON core_api.webhook_endpoints TO wellhead_service;
GRANT UPDATE (expires_at) ON core_api.webhook_secrets TO wellhead_service;
GRANT UPDATE (outcome, status_code, detail, duration_ms, next_attempt_at) ON core_api.webhook_attempts TO wellhead_service;
GRANT UPDATE (updated_at, begun_at) ON core_api.retention_policies TO wellhead_service;
GRANT UPDATE (active, deleted, oldest_at, newest_at) ON core_api.streams TO wellhead_service;
GRANT UPDATE (active, deleted) ON core_api.record_counts TO wellhead_service;

-- The same for the records of a kind. If a later migration adds a column, it calls this again, or grants the column.
CREATE PROCEDURE core_api.let_change(kind text, records text)
    LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO columns
    FROM pg_catalog.pg_attribute
    WHERE attrelid = format('core_api.%I', records)::regclass AND attnum > 0 AND NOT attisdropped
        AND attname NOT IN ('pk', kind || '_id', 'workspace_pk', 'created_at');
    EXECUTE format('REVOKE UPDATE ON core_api.%I FROM wellhead_service', records);
    EXECUTE format('GRANT UPDATE (%s) ON core_api.%I TO wellhead_service', columns, records);
END
$$;
REVOKE EXECUTE ON PROCEDURE core_api.let_change FROM PUBLIC;

DO $$
DECLARE
    known record;
BEGIN
    FOR known IN SELECT record, records FROM core_api.record_kinds LOOP
        CALL core_api.let_change(known.record, known.records);
    END LOOP;
END
$$;

-- Whether the disk has room for a table to grow: grows one, and takes that back. It fails as a write would. The table is
-- not logged, and no row of it is ever seen.
CREATE UNLOGGED TABLE core_api.room (filler text NOT NULL);
ALTER TABLE core_api.room ALTER filler SET STORAGE EXTERNAL;
CREATE FUNCTION core_api.find_room() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO core_api.room VALUES (repeat('x', 65536));
    RAISE EXCEPTION USING ERRCODE = 'WHR00';
EXCEPTION WHEN SQLSTATE 'WHR00' THEN
    NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION core_api.find_room FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_api.find_room TO wellhead_service;
