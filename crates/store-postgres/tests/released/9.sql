--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: core_api; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA core_api;


--
-- Name: act_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.act_enum AS ENUM (
    'created',
    'updated',
    'restored',
    'deleted'
);


--
-- Name: cause_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.cause_enum AS ENUM (
    'run',
    'job',
    'api_key',
    'operator'
);


--
-- Name: direction_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.direction_enum AS ENUM (
    'input',
    'output'
);


--
-- Name: job_kind_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.job_kind_enum AS ENUM (
    'disconnect',
    'delete',
    'invalidate',
    'deduplicate',
    'sweep'
);


--
-- Name: job_status_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.job_status_enum AS ENUM (
    'in_progress',
    'success',
    'error'
);


--
-- Name: reason_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.reason_enum AS ENUM (
    'swept',
    'disconnected',
    'invalidated',
    'deduplicated',
    'deleted',
    'record_deleted',
    'merged',
    'erased'
);


--
-- Name: role_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.role_enum AS ENUM (
    'reader',
    'sync',
    'admin'
);


--
-- Name: status_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.status_enum AS ENUM (
    'enabled',
    'disabled',
    'to_configure',
    'processing',
    'error',
    'need_reconnect',
    'suspended'
);


--
-- Name: sync_mode_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.sync_mode_enum AS ENUM (
    'incremental',
    'full'
);


--
-- Name: sync_status_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.sync_status_enum AS ENUM (
    'scheduled',
    'in_progress',
    'success',
    'error'
);


--
-- Name: trigger_type_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.trigger_type_enum AS ENUM (
    'manual',
    'scheduled',
    'webhook',
    'api'
);


--
-- Name: webhook_outcome_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.webhook_outcome_enum AS ENUM (
    'delivered',
    'gone',
    'redirected',
    'refused',
    'timed_out',
    'unreachable',
    'untrusted',
    'forbidden',
    'garbled',
    'lost'
);


--
-- Name: webhook_status_enum; Type: TYPE; Schema: core_api; Owner: -
--

CREATE TYPE core_api.webhook_status_enum AS ENUM (
    'enabled',
    'disabled'
);


--
-- Name: current_workspace_pk(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.current_workspace_pk() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('wellhead.workspace_pk'::text, true), ''::text))::bigint;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: accounts; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.accounts (
    pk bigint NOT NULL,
    account_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    account_name text,
    type text NOT NULL,
    currency text,
    iban_last4 text,
    account_external_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT accounts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT accounts_iban_last4_check CHECK ((iban_last4 ~ '^[0-9A-Z]{4}$'::text)),
    CONSTRAINT accounts_type_check CHECK ((type = ANY (ARRAY['deposit'::text, 'credit'::text, 'loan'::text, 'investment'::text, 'payroll'::text, 'other'::text])))
);


--
-- Name: account_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.account_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT r.pk
    FROM core_api.accounts r
   WHERE ((r.workspace_pk = core_api.current_workspace_pk()) AND (r.deleted_at IS NULL) AND (r.account_name IS NOT NULL) AND (lower((r.account_name COLLATE "C")) >= account_named.first) AND (lower((r.account_name COLLATE "C")) < account_named.past))
   ORDER BY (lower((r.account_name COLLATE "C"))), r.account_id
  LIMIT account_named.most;
END;


--
-- Name: api_keys; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.api_keys (
    pk bigint NOT NULL,
    api_key_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    role core_api.role_enum NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);


--
-- Name: workspaces; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.workspaces (
    pk bigint NOT NULL,
    workspace_id uuid NOT NULL,
    name text NOT NULL,
    external_workspace_id text,
    epoch bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);


--
-- Name: authenticate(bytea); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.authenticate(hash bytea, OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT k.api_key_id,
     w.workspace_id,
     w.pk,
     (k.role)::text AS role
    FROM (core_api.api_keys k
      JOIN core_api.workspaces w ON ((w.pk = k.workspace_pk)))
   WHERE ((k.token_hash = authenticate.hash) AND (k.revoked_at IS NULL) AND (w.deleted_at IS NULL));
END;


--
-- Name: begin_journal(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.begin_journal() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
BEGIN
    INSERT INTO core_api.journal_heads (workspace_pk) VALUES (NEW.pk);
    RETURN NULL;
END
$$;


--
-- Name: companies; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.companies (
    pk bigint NOT NULL,
    company_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    name text NOT NULL,
    domain text,
    registered_name text,
    tax_id text,
    country text,
    external_company_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT companies_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
);


--
-- Name: company_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.company_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT r.pk
    FROM core_api.companies r
   WHERE ((r.workspace_pk = core_api.current_workspace_pk()) AND (r.deleted_at IS NULL) AND (r.name IS NOT NULL) AND (lower((r.name COLLATE "C")) >= company_named.first) AND (lower((r.name COLLATE "C")) < company_named.past))
   ORDER BY (lower((r.name COLLATE "C"))), r.company_id
  LIMIT company_named.most;
END;


--
-- Name: documents; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.documents (
    pk bigint NOT NULL,
    document_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    filename text NOT NULL,
    document_type text,
    media_type text,
    size bigint,
    content_checksum text,
    external_document_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT documents_content_checksum_check CHECK ((content_checksum ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT documents_size_check CHECK ((size >= 0))
);


--
-- Name: document_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.document_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT r.pk
    FROM core_api.documents r
   WHERE ((r.workspace_pk = core_api.current_workspace_pk()) AND (r.deleted_at IS NULL) AND (r.filename IS NOT NULL) AND (lower((r.filename COLLATE "C")) >= document_named.first) AND (lower((r.filename COLLATE "C")) < document_named.past))
   ORDER BY (lower((r.filename COLLATE "C"))), r.document_id
  LIMIT document_named.most;
END;


--
-- Name: invoices; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.invoices (
    pk bigint NOT NULL,
    invoice_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    reference_number text,
    status text DEFAULT 'draft'::text NOT NULL,
    issue_date date,
    due_date date,
    currency text,
    grand_total numeric,
    external_invoice_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT invoices_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT invoices_grand_total_check CHECK (((abs(grand_total) < '1000000000000000000'::numeric) AND (scale(grand_total) <= 8))),
    CONSTRAINT invoices_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'issued'::text, 'paid'::text, 'canceled'::text])))
);


--
-- Name: invoice_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.invoice_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT r.pk
    FROM core_api.invoices r
   WHERE ((r.workspace_pk = core_api.current_workspace_pk()) AND (r.deleted_at IS NULL) AND (r.reference_number IS NOT NULL) AND (lower((r.reference_number COLLATE "C")) >= invoice_named.first) AND (lower((r.reference_number COLLATE "C")) < invoice_named.past))
   ORDER BY (lower((r.reference_number COLLATE "C"))), r.invoice_id
  LIMIT invoice_named.most;
END;


--
-- Name: journal_account_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_account_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.account_workspace_connectors l
                     WHERE l.account_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'account', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: journal_company_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_company_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.company_workspace_connectors l
                     WHERE l.company_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'company', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: journal_document_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_document_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.document_workspace_connectors l
                     WHERE l.document_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'document', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: journal_forget(timestamp with time zone, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_forget(before timestamp with time zone, most bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
DECLARE
    workspace bigint := core_api.current_workspace_pk();
    last record;
    removed bigint;
BEGIN
    PERFORM FROM core_api.journal_heads h WHERE h.workspace_pk = workspace FOR UPDATE;
    -- Times are not in the order of positions, so the first row that is not old ends it.
    SELECT j.position, j.position + cardinality(j.pks) - 1 AS upto, j.at INTO last
    FROM (
        SELECT o.*, bool_and(o.at < before) OVER (ORDER BY o.position) AS is_old
        FROM (
            SELECT * FROM core_api.journal i WHERE i.workspace_pk = workspace
            ORDER BY i.position LIMIT most
        ) o
    ) j
    WHERE j.is_old ORDER BY j.position DESC LIMIT 1;
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM core_api.journal j WHERE j.workspace_pk = workspace AND j.position <= last.position;
    GET DIAGNOSTICS removed = ROW_COUNT;
    UPDATE core_api.journal_heads h SET forgotten = last.upto, forgotten_at = last.at
    WHERE h.workspace_pk = workspace;
    RETURN removed;
END
$$;


--
-- Name: journal_invoice_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_invoice_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.invoice_workspace_connectors l
                     WHERE l.invoice_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'invoice', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: journal; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.journal (
    workspace_pk bigint NOT NULL,
    "position" bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    record text NOT NULL,
    is_link boolean NOT NULL,
    act core_api.act_enum NOT NULL,
    reason core_api.reason_enum,
    cause_as core_api.cause_enum NOT NULL,
    cause_by uuid,
    pks bigint[] NOT NULL
);


--
-- Name: journal_old(timestamp with time zone); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_old(before timestamp with time zone, OUT workspace_id uuid, OUT workspace_pk bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT w.workspace_id,
     w.pk
    FROM core_api.workspaces w
   WHERE (( SELECT j.at
            FROM core_api.journal j
           WHERE (j.workspace_pk = w.pk)
           ORDER BY j."position"
          LIMIT 1) < journal_old.before)
   ORDER BY w.pk;
END;


--
-- Name: journal_people_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_people_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.people_workspace_connectors l
                     WHERE l.people_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'people', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: journal_transaction_workspace_connectors_made(uuid[]); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.journal_transaction_workspace_connectors_made(ids uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.transaction_workspace_connectors l
                     WHERE l.transaction_workspace_connector_id = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, 'transaction', true, 'created',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $$;


--
-- Name: keep_history(text, text); Type: PROCEDURE; Schema: core_api; Owner: -
--

CREATE PROCEDURE core_api.keep_history(IN kind text, IN records text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
DECLARE
    links text := kind || '_workspace_connectors';
    link_id text := kind || '_workspace_connector_id';
    record_pk text := kind || '_pk';
    made text := 'journal_' || links || '_made';
BEGIN
    -- seen_by is a run: the last that delivered the link, if not its maker. seen_at is when, once something else than a
    -- delivery has moved updated_at on. The link is as it is since it was made, or, if it was restored, pointed to
    -- another end or turned around, through whom that was.
    EXECUTE format(
        'ALTER TABLE core_api.%I
           ADD COLUMN created_as core_api.cause_enum,
           ADD COLUMN created_by uuid,
           ADD COLUMN seen_by uuid,
           ADD COLUMN seen_at timestamptz,
           ADD COLUMN since timestamptz,
           ADD COLUMN changed_as core_api.cause_enum,
           ADD COLUMN changed_by uuid,
           ADD COLUMN deleted_as core_api.cause_enum,
           ADD COLUMN deleted_by uuid,
           ADD COLUMN reason core_api.reason_enum',
        links
    );
    -- A run made links of its own stream, in the order of that stream. Others need an index, and so do the ended links.
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (created_by, created_at, %I) WHERE created_as <> ''run''',
        'idx_' || links || '_created_by', links, link_id
    );
    EXECUTE format(
        'CREATE INDEX %I ON core_api.%I (deleted_by, created_at, %I) WHERE deleted_by IS NOT NULL',
        'idx_' || links || '_deleted_by', links, link_id
    );
    EXECUTE format(
        'CREATE TRIGGER superseded
         AFTER UPDATE OF %2$I, workspace_connector_pk, direction, deleted_at ON core_api.%1$I
         FOR EACH ROW WHEN (
           (OLD.%2$I, OLD.workspace_connector_pk, OLD.direction)
             IS DISTINCT FROM (NEW.%2$I, NEW.workspace_connector_pk, NEW.direction)
           OR OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS DISTINCT FROM OLD.deleted_at
         )
         EXECUTE FUNCTION core_api.supersede(%3$L, %4$L, %2$L, %5$L)',
        links, record_pk, kind, link_id, records
    );
    EXECUTE format(
        'CREATE TRIGGER said_once
         BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.%1$I
         FOR EACH ROW WHEN (
           (OLD.%2$I, OLD.workspace_connector_pk, OLD.direction)
             IS NOT DISTINCT FROM (NEW.%2$I, NEW.workspace_connector_pk, NEW.direction)
           AND (OLD.deleted_at IS NULL OR NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at)
           AND (
             (OLD.since, OLD.changed_as, OLD.changed_by)
               IS DISTINCT FROM (NEW.since, NEW.changed_as, NEW.changed_by)
             OR NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at
               AND (OLD.deleted_as, OLD.deleted_by, OLD.reason)
                 IS DISTINCT FROM (NEW.deleted_as, NEW.deleted_by, NEW.reason)
             OR OLD.deleted_at IS NULL AND NEW.deleted_at <= coalesce(OLD.updated_at, OLD.created_at)
           )
         )
         EXECUTE FUNCTION core_api.said_once()',
        links, record_pk
    );
    -- Who made a link, and when, is nobody's to change.
    EXECUTE format('REVOKE UPDATE ON core_api.%I FROM wellhead_service', links);
    EXECUTE format(
        'GRANT UPDATE (direction, %I, workspace_connector_pk, updated_at, deleted_at, changed_epoch, made_epoch,
           seen_by, seen_at, since, changed_as, changed_by, deleted_as, deleted_by, reason)
         ON core_api.%I TO wellhead_service',
        record_pk, links
    );
    -- Writes down which of these links the transaction made, for all the workspaces that they are of, whose counters it
    -- raises in the order of the workspaces. It runs as the owner, since none of them may raise another's; so it takes
    -- nobody's word: whose a link is and who made it, the link says, and one that the transaction did not write does not
    -- count. Without a counter it fails. It is called once, with each link once, before the commit.
    EXECUTE format(
        'CREATE FUNCTION core_api.%2$I(ids uuid[]) RETURNS void
             LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''''
         AS $function$
         DECLARE
             entry record;
             raised bigint;
         BEGIN
             FOR entry IN
                 SELECT w.workspace_pk, l.created_as, l.created_by,
                     array_agg(l.pk) AS pks, count(*) AS number, max(l.created_at) AS at
                 FROM unnest(ids) d (id)
                 CROSS JOIN LATERAL (
                     SELECT l.pk, l.workspace_connector_pk, l.created_at, l.created_as, l.created_by
                     FROM core_api.%3$I l
                     WHERE l.%4$I = d.id AND l.xmin = pg_catalog.pg_current_xact_id()::xid OFFSET 0
                 ) l
                 CROSS JOIN LATERAL (
                     SELECT w.workspace_pk FROM core_api.workspace_connectors w
                     WHERE w.pk = l.workspace_connector_pk OFFSET 0
                 ) w
                 GROUP BY w.workspace_pk, l.created_as, l.created_by
                 ORDER BY w.workspace_pk
             LOOP
                 UPDATE core_api.journal_heads h SET head = h.head + entry.number
                 WHERE h.workspace_pk = entry.workspace_pk
                 RETURNING h.head INTO STRICT raised;
                 INSERT INTO core_api.journal
                     (workspace_pk, position, at, record, is_link, act, cause_as, cause_by, pks)
                 VALUES (
                     entry.workspace_pk, raised - entry.number + 1, entry.at, %1$L, true, ''created'',
                     entry.created_as, entry.created_by, entry.pks
                 );
             END LOOP;
         END
         $function$',
        kind, made, links, link_id
    );
    EXECUTE format('REVOKE EXECUTE ON FUNCTION core_api.%I FROM PUBLIC', made);
    EXECUTE format('GRANT EXECUTE ON FUNCTION core_api.%I TO wellhead_service', made);
END
$_$;


--
-- Name: jobs; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.jobs (
    pk bigint NOT NULL,
    job_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    kind core_api.job_kind_enum NOT NULL,
    workspace_connector_sync_log_pk bigint,
    workspace_connector_pk bigint,
    record text,
    direction core_api.direction_enum,
    above_at timestamp with time zone,
    above_id uuid,
    below_at timestamp with time zone,
    below_id uuid,
    records uuid[] NOT NULL,
    dry_run boolean NOT NULL,
    status core_api.job_status_enum NOT NULL,
    total bigint NOT NULL,
    scanned bigint DEFAULT 0 NOT NULL,
    changed bigint DEFAULT 0 NOT NULL,
    stream_workspace_connector_id uuid,
    stream_record text,
    stream_direction core_api.direction_enum,
    after_at timestamp with time zone,
    after_id uuid,
    error text,
    epoch bigint DEFAULT 0 NOT NULL,
    worker text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    completed_at timestamp with time zone,
    CONSTRAINT jobs_check CHECK (((record IS NOT NULL) OR (records = '{}'::uuid[]))),
    CONSTRAINT jobs_check1 CHECK (((kind = 'sweep'::core_api.job_kind_enum) = (workspace_connector_sync_log_pk IS NOT NULL)))
);


--
-- Name: left_by(text); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.left_by(worker text, OUT workspace_id uuid, OUT workspace_pk bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT w.workspace_id,
     w.pk
    FROM core_api.workspaces w
   WHERE ((w.deleted_at IS NULL) AND (w.pk IN ( SELECT j.workspace_pk
            FROM core_api.jobs j
           WHERE ((j.completed_at IS NULL) AND (j.worker = left_by.worker)))))
   ORDER BY w.pk;
END;


--
-- Name: workspace_connector_sync_logs; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.workspace_connector_sync_logs (
    pk bigint NOT NULL,
    workspace_connector_sync_log_id uuid NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    record text DEFAULT 'people'::text NOT NULL,
    direction core_api.direction_enum NOT NULL,
    trigger_type core_api.trigger_type_enum NOT NULL,
    mode core_api.sync_mode_enum NOT NULL,
    status core_api.sync_status_enum NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    heartbeat_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    sealed_at timestamp with time zone,
    completed_at timestamp with time zone,
    duration_ms bigint,
    error text,
    records_created bigint DEFAULT 0 NOT NULL,
    records_matched bigint DEFAULT 0 NOT NULL,
    links_created bigint DEFAULT 0 NOT NULL,
    links_touched bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    links_swept bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    last_link_at timestamp with time zone
);


--
-- Name: workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.workspace_connectors (
    pk bigint NOT NULL,
    workspace_connector_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    connector_pk bigint NOT NULL,
    status core_api.status_enum NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);


--
-- Name: neglected(interval); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.neglected(silence interval, OUT workspace_id uuid, OUT workspace_pk bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT w.workspace_id,
     w.pk
    FROM core_api.workspaces w
   WHERE ((w.deleted_at IS NULL) AND (w.pk IN ( SELECT c.workspace_pk
            FROM (core_api.workspace_connector_sync_logs r
              JOIN core_api.workspace_connectors c ON ((c.pk = r.workspace_connector_pk)))
           WHERE ((r.completed_at IS NULL) AND (r.sealed_at IS NULL) AND (r.heard_at <= (statement_timestamp() - neglected.silence)))
         UNION
          SELECT j.workspace_pk
            FROM core_api.jobs j
           WHERE ((j.completed_at IS NULL) AND (j.heard_at <= (statement_timestamp() - neglected.silence))))))
   ORDER BY w.pk;
END;


--
-- Name: of_one_workspace(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.of_one_workspace() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
DECLARE
    link record;
BEGIN
    -- A new plan each time: it depends on how many links there are.
    EXECUTE format(
        'SELECT l.%2$I AS record, l.workspace_connector_pk AS connector
         FROM %3$s l
         LEFT JOIN core_api.%1$I r ON r.pk = l.%2$I
         LEFT JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk
         WHERE r.workspace_pk = w.workspace_pk IS NOT TRUE LIMIT 1',
        TG_ARGV[0], TG_ARGV[1], CASE TG_LEVEL WHEN 'STATEMENT' THEN 'written' ELSE '(SELECT ($1).*)' END
    ) INTO link USING NEW;
    IF link IS NOT NULL THEN
        RAISE EXCEPTION '% % and workspace connector % are of different workspaces',
            TG_ARGV[0], link.record, link.connector
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$_$;


--
-- Name: peoples; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.peoples (
    pk bigint NOT NULL,
    people_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    first_name text,
    last_name text,
    full_name text,
    external_person_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);


--
-- Name: people_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.people_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
( SELECT p.pk
    FROM core_api.peoples p
   WHERE ((p.workspace_pk = core_api.current_workspace_pk()) AND (p.deleted_at IS NULL) AND (COALESCE(p.full_name, p.first_name) IS NOT NULL) AND (lower((COALESCE(p.full_name, p.first_name) COLLATE "C")) >= people_named.first) AND (lower((COALESCE(p.full_name, p.first_name) COLLATE "C")) < people_named.past))
   ORDER BY (lower((COALESCE(p.full_name, p.first_name) COLLATE "C"))), p.people_id
  LIMIT people_named.most)
 UNION ALL
 ( SELECT p.pk
    FROM core_api.peoples p
   WHERE ((p.workspace_pk = core_api.current_workspace_pk()) AND (p.deleted_at IS NULL) AND (p.last_name IS NOT NULL) AND (lower((p.last_name COLLATE "C")) >= people_named.first) AND (lower((p.last_name COLLATE "C")) < people_named.past))
   ORDER BY (lower((p.last_name COLLATE "C"))), p.people_id
  LIMIT people_named.most);
END;


--
-- Name: said_once(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.said_once() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
BEGIN
    RAISE EXCEPTION 'when a state began and ended, and through whom, is not changed'
        USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$$;


--
-- Name: stays_in_its_workspace(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.stays_in_its_workspace() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
BEGIN
    IF EXISTS (SELECT FROM core_api.workspaces w WHERE w.pk = OLD.workspace_pk) THEN
        RAISE EXCEPTION '% % cannot move to another workspace', TG_TABLE_NAME, OLD.pk
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END
$$;


--
-- Name: supersede(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.supersede() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$
DECLARE
    follows boolean;
BEGIN
    -- A link that only follows the new pk of one of its ends says what it said.
    EXECUTE format(
        'SELECT ($1).direction = ($2).direction AND ($1).deleted_at IS NOT DISTINCT FROM ($2).deleted_at
           AND (($1).%1$I = ($2).%1$I OR NOT EXISTS (SELECT FROM core_api.%2$I r WHERE r.pk = ($1).%1$I))
           AND (($1).workspace_connector_pk = ($2).workspace_connector_pk OR NOT EXISTS (
             SELECT FROM core_api.workspace_connectors w WHERE w.pk = ($1).workspace_connector_pk))',
        TG_ARGV[2], TG_ARGV[3]
    ) INTO follows USING OLD, NEW;
    IF follows THEN
        RETURN NULL;
    END IF;
    IF NEW.since IS NULL OR NEW.since <= coalesce(OLD.since, OLD.created_at) THEN
        RAISE EXCEPTION 'a link changes without saying since when'
            USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    EXECUTE format(
        'INSERT INTO core_api.link_history (record, link_pk, link_id, direction, record_pk, workspace_connector_pk,
           created_at, created_as, created_by, since, until, changed_as, changed_by, seen_by, seen_at,
           deleted_at, deleted_as, deleted_by, reason)
         SELECT %L, ($1).pk, ($1).%I, ($1).direction, ($1).%I, ($1).workspace_connector_pk,
           ($1).created_at, ($1).created_as, ($1).created_by, coalesce(($1).since, ($1).created_at), $2,
           CASE WHEN ($1).since IS NULL THEN ($1).created_as ELSE ($1).changed_as END,
           CASE WHEN ($1).since IS NULL THEN ($1).created_by ELSE ($1).changed_by END,
           ($1).seen_by, coalesce(($1).seen_at, CASE WHEN ($1).deleted_at IS NULL THEN ($1).updated_at END),
           ($1).deleted_at, ($1).deleted_as, ($1).deleted_by, ($1).reason',
        TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]
    ) USING OLD, NEW.since;
    RETURN NULL;
END
$_$;


--
-- Name: transactions; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.transactions (
    pk bigint NOT NULL,
    transaction_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    description text,
    amount numeric,
    currency text,
    booking_date date,
    value_date date,
    status text,
    transaction_external_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    CONSTRAINT transactions_amount_check CHECK (((abs(amount) < '1000000000000000000'::numeric) AND (scale(amount) <= 8))),
    CONSTRAINT transactions_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT transactions_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'booked'::text, 'canceled'::text])))
);


--
-- Name: transaction_named(text, text, bigint); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.transaction_named(first text, past text, most bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT r.pk
    FROM core_api.transactions r
   WHERE ((r.workspace_pk = core_api.current_workspace_pk()) AND (r.deleted_at IS NULL) AND (r.description IS NOT NULL) AND (lower((r.description COLLATE "C")) >= transaction_named.first) AND (lower((r.description COLLATE "C")) < transaction_named.past))
   ORDER BY (lower((r.description COLLATE "C"))), r.transaction_id
  LIMIT transaction_named.most;
END;


--
-- Name: journal_heads; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.journal_heads (
    workspace_pk bigint NOT NULL,
    head bigint DEFAULT 0 NOT NULL,
    forgotten bigint DEFAULT 0 NOT NULL,
    forgotten_at timestamp with time zone
)
WITH (fillfactor='50');


--
-- Name: webhook_endpoints; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.webhook_endpoints (
    pk bigint NOT NULL,
    webhook_endpoint_id uuid NOT NULL,
    workspace_pk bigint NOT NULL,
    url text NOT NULL,
    kinds text[] NOT NULL,
    status core_api.webhook_status_enum NOT NULL,
    "position" bigint NOT NULL,
    message_id uuid,
    message_at timestamp with time zone,
    message_after bigint,
    message_position bigint,
    message_kinds text[],
    attempt_id uuid,
    attempt_is_stale boolean DEFAULT false NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    failures bigint DEFAULT 0 NOT NULL,
    failing_since timestamp with time zone,
    next_attempt_at timestamp with time zone,
    last_attempt_at timestamp with time zone,
    last_outcome core_api.webhook_outcome_enum,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    CONSTRAINT webhook_endpoints_check CHECK ((num_nulls(message_id, message_at, message_after, message_position, message_kinds) = ANY (ARRAY[0, 5])))
);


--
-- Name: webhooks_due(); Type: FUNCTION; Schema: core_api; Owner: -
--

CREATE FUNCTION core_api.webhooks_due(OUT workspace_id uuid, OUT workspace_pk bigint) RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 SELECT w.workspace_id,
     w.pk
    FROM core_api.workspaces w
   WHERE ((w.deleted_at IS NULL) AND (w.pk IN ( SELECT e.workspace_pk
            FROM (core_api.webhook_endpoints e
              JOIN core_api.journal_heads h ON ((h.workspace_pk = e.workspace_pk)))
           WHERE ((e.status = 'enabled'::core_api.webhook_status_enum) AND (e.due_at <= statement_timestamp()) AND ((e.message_id IS NOT NULL) OR (e."position" < h.head))))))
   ORDER BY w.pk;
END;


--
-- Name: account_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.account_workspace_connectors (
    pk bigint NOT NULL,
    account_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    account_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: account_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.account_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.account_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.accounts ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.accounts_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: api_keys_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.api_keys ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.api_keys_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: companies_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.companies ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.companies_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: company_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.company_workspace_connectors (
    pk bigint NOT NULL,
    company_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    company_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: company_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.company_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.company_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.connectors (
    pk bigint NOT NULL,
    connector_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone
);


--
-- Name: connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: document_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.document_workspace_connectors (
    pk bigint NOT NULL,
    document_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    document_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: document_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.document_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.document_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: documents_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.documents ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.documents_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invoice_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.invoice_workspace_connectors (
    pk bigint NOT NULL,
    invoice_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    invoice_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: invoice_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.invoice_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.invoice_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invoices_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.invoices ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.invoices_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.jobs ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.jobs_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: link_history; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.link_history (
    pk bigint NOT NULL,
    record text NOT NULL,
    link_pk bigint NOT NULL,
    link_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    record_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_as core_api.cause_enum,
    created_by uuid,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    changed_as core_api.cause_enum,
    changed_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    deleted_at timestamp with time zone,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: link_history_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.link_history ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.link_history_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.people_workspace_connectors (
    pk bigint NOT NULL,
    people_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    people_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: people_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.people_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.people_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: peoples_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.peoples ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.peoples_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: record_kinds; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.record_kinds (
    record text NOT NULL
);


--
-- Name: sync_deliveries; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.sync_deliveries (
    pk bigint NOT NULL,
    workspace_connector_sync_log_pk bigint NOT NULL,
    delivery_id uuid NOT NULL,
    last_line bigint NOT NULL,
    completed_at timestamp with time zone
);


--
-- Name: sync_deliveries_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.sync_deliveries ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.sync_deliveries_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sync_rejections; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.sync_rejections (
    pk bigint NOT NULL,
    rejection_id uuid NOT NULL,
    workspace_connector_sync_log_pk bigint NOT NULL,
    delivery_id uuid NOT NULL,
    line bigint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    source_file text,
    source_line bigint,
    undid_delivery boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT sync_rejections_check CHECK (((source_file IS NULL) = (source_line IS NULL)))
);


--
-- Name: sync_rejections_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.sync_rejections ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.sync_rejections_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: transaction_workspace_connectors; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.transaction_workspace_connectors (
    pk bigint NOT NULL,
    transaction_workspace_connector_id uuid NOT NULL,
    direction core_api.direction_enum NOT NULL,
    transaction_pk bigint NOT NULL,
    workspace_connector_pk bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    changed_epoch bigint,
    made_epoch bigint,
    created_as core_api.cause_enum,
    created_by uuid,
    seen_by uuid,
    seen_at timestamp with time zone,
    since timestamp with time zone,
    changed_as core_api.cause_enum,
    changed_by uuid,
    deleted_as core_api.cause_enum,
    deleted_by uuid,
    reason core_api.reason_enum
);


--
-- Name: transaction_workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transaction_workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.transaction_workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: transactions_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transactions ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.transactions_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webhook_attempts; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.webhook_attempts (
    pk bigint NOT NULL,
    webhook_attempt_id uuid NOT NULL,
    webhook_endpoint_pk bigint NOT NULL,
    message_id uuid NOT NULL,
    "position" bigint NOT NULL,
    number bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    duration_ms bigint,
    outcome core_api.webhook_outcome_enum,
    status_code smallint,
    detail text,
    next_attempt_at timestamp with time zone
);


--
-- Name: webhook_attempts_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_attempts ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.webhook_attempts_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webhook_endpoints_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_endpoints ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.webhook_endpoints_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webhook_secrets; Type: TABLE; Schema: core_api; Owner: -
--

CREATE TABLE core_api.webhook_secrets (
    pk bigint NOT NULL,
    webhook_endpoint_pk bigint NOT NULL,
    secret text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone
);


--
-- Name: webhook_secrets_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_secrets ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.webhook_secrets_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: workspace_connector_sync_logs_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspace_connector_sync_logs ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.workspace_connector_sync_logs_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: workspace_connectors_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspace_connectors ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.workspace_connectors_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: workspaces_pk_seq; Type: SEQUENCE; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspaces ALTER COLUMN pk ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core_api.workspaces_pk_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: wellhead_schema_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wellhead_schema_history (
    version integer NOT NULL,
    name character varying(255),
    applied_on character varying(255),
    checksum character varying(255)
);


--
-- Data for Name: account_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5655-77b5-8595-de52833d3921', 'input', 1, 1, '2026-11-26 13:52:47.7014+00', '2026-11-26 13:52:47.7014+00', NULL, 7, NULL, 'run', '01a21821-5637-72c2-a7ff-a0ec92466824', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-56ba-74c8-a8d2-c071b69ed705', 'input', 2, 1, '2026-11-26 13:52:47.802599+00', '2026-11-26 13:52:47.802599+00', NULL, 8, NULL, 'run', '01a21821-569f-7985-b8c3-4be7056dd505', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-571e-798c-a827-32fe06c2c67c', 'output', 1, 2, '2026-11-26 13:52:47.902383+00', '2026-11-26 13:52:48.914849+00', '2026-11-26 13:52:48.914849+00', 9, NULL, 'run', '01a21821-5705-729b-ad70-ede5ff166d19', NULL, '2026-11-26 13:52:47.902383+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5e24-76a6-9fe1-bc21a28f3b47', 'input', 3, 3, '2026-11-26 13:52:49.700333+00', '2026-11-26 13:52:49.700333+00', NULL, 7, NULL, 'run', '01a21821-5e11-72d7-9aa1-44c1ffc1496c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-5e8b-7c3c-8354-410c0e92bbe6', 'input', 4, 3, '2026-11-26 13:52:49.803266+00', '2026-11-26 13:52:49.803266+00', NULL, 8, NULL, 'run', '01a21821-5e6f-7fba-a03d-0be89f106e32', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-5ee5-782c-abfc-3581e2789868', 'output', 3, 4, '2026-11-26 13:52:49.893308+00', '2026-11-26 13:52:50.889047+00', '2026-11-26 13:52:50.889047+00', 9, NULL, 'run', '01a21821-5ecb-788a-95d8-b565a0df2c7e', NULL, '2026-11-26 13:52:49.893308+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: accounts; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5655-7185-86c1-a13ed22fd4f7', 1, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 13:52:47.7014+00', '2026-11-26 13:52:47.7014+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-56ba-7de5-be45-8a212951ec99', 1, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 13:52:47.802599+00', '2026-11-26 13:52:47.802599+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5e24-7128-a1ab-28e46951a495', 2, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 13:52:49.700333+00', '2026-11-26 13:52:49.700333+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5e8b-7632-b56d-0792d8fb438f', 2, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 13:52:49.803266+00', '2026-11-26 13:52:49.803266+00', NULL);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-53ec-7103-90bc-9a418766cd78', 1, 'admin', '\x70d716c4281b31dc9c691c63183d65b61a3819861c001a114ef726346f60aca7', '2026-11-26 13:52:47.084923+00', NULL);
INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-5be7-7282-8805-416203b75261', 2, 'admin', '\xd8c71103020fae82eb2d68b58b8e0f80d795c361c85cc7307508ad363ed7afc2', '2026-11-26 13:52:49.127579+00', NULL);


--
-- Data for Name: companies; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-554a-7f51-a7f7-81022c9c63dd', 1, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 13:52:47.434487+00', '2026-11-26 13:52:47.434487+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-5595-7809-8eb4-13c8f9d158c3', 1, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 13:52:47.509993+00', '2026-11-26 13:52:47.509993+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5d3d-77ed-a3ba-5d4a20989bed', 2, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 13:52:49.469883+00', '2026-11-26 13:52:49.469883+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5d99-7578-b445-171b1b248b2d', 2, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 13:52:49.561104+00', '2026-11-26 13:52:49.561104+00', NULL);


--
-- Data for Name: company_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-554a-7112-b84d-de4e5c47d51a', 'input', 1, 1, '2026-11-26 13:52:47.434487+00', '2026-11-26 13:52:47.434487+00', NULL, 4, NULL, 'run', '01a21821-5533-7a32-9fa0-a9f2d3b08fad', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-5595-739f-8534-9e102124e3fa', 'input', 2, 1, '2026-11-26 13:52:47.509993+00', '2026-11-26 13:52:47.509993+00', NULL, 5, NULL, 'run', '01a21821-5581-7f79-9ed2-c06418b3580a', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-55f1-7200-91bb-0f79e90afba7', 'output', 1, 2, '2026-11-26 13:52:47.601682+00', '2026-11-26 13:52:48.906082+00', '2026-11-26 13:52:48.906082+00', 6, NULL, 'run', '01a21821-55d9-7030-b87b-3af0721c6c82', NULL, '2026-11-26 13:52:47.601682+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5d3d-7c1b-bb4c-cb23183010a2', 'input', 3, 3, '2026-11-26 13:52:49.469883+00', '2026-11-26 13:52:49.469883+00', NULL, 4, NULL, 'run', '01a21821-5d23-7c1f-a61f-0273ca5e0147', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-5d99-734e-9e9a-ffb978471b47', 'input', 4, 3, '2026-11-26 13:52:49.561104+00', '2026-11-26 13:52:49.561104+00', NULL, 5, NULL, 'run', '01a21821-5d80-7d60-aaee-e2061cbe7971', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-5ddf-7d3a-8d92-ab1ec420f1a9', 'output', 3, 4, '2026-11-26 13:52:49.631117+00', '2026-11-26 13:52:50.879699+00', '2026-11-26 13:52:50.879699+00', 6, NULL, 'run', '01a21821-5dcc-7178-950a-07d9ef10d9e5', NULL, '2026-11-26 13:52:49.631117+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5423-7831-ae72-6da566414e40', 'crm', 'crm', '2026-11-26 13:52:47.139618+00', '2026-11-26 13:52:47.139618+00', NULL);
INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-54d9-7139-b8b3-703f41a3ccd8', 'mailer', 'mailer', '2026-11-26 13:52:47.321744+00', '2026-11-26 13:52:47.321744+00', NULL);


--
-- Data for Name: document_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5993-7daa-998d-f969d7f2b183', 'input', 1, 1, '2026-11-26 13:52:48.531141+00', '2026-11-26 13:52:48.531141+00', NULL, 16, NULL, 'run', '01a21821-5978-77c4-8d5c-1e28a9b91a89', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-59ed-7d0c-a9b2-5972437ca510', 'input', 2, 1, '2026-11-26 13:52:48.621194+00', '2026-11-26 13:52:48.621194+00', NULL, 17, NULL, 'run', '01a21821-59d0-719a-9ec7-2e4ce7dff09f', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5a51-7106-8599-5170b9623e37', 'output', 1, 2, '2026-11-26 13:52:48.721537+00', '2026-11-26 13:52:48.944598+00', '2026-11-26 13:52:48.944598+00', 18, NULL, 'run', '01a21821-5a36-7eec-afff-210ee1fc6e79', NULL, '2026-11-26 13:52:48.721537+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-6144-76b3-b11a-fe5686bf1c72', 'input', 3, 3, '2026-11-26 13:52:50.50037+00', '2026-11-26 13:52:50.50037+00', NULL, 16, NULL, 'run', '01a21821-612b-7831-a302-be9af15fc249', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-619c-7ce7-aaa9-2e1410288261', 'input', 4, 3, '2026-11-26 13:52:50.588442+00', '2026-11-26 13:52:50.588442+00', NULL, 17, NULL, 'run', '01a21821-6183-7f41-abae-f09948a066a7', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-61fe-71a5-90b5-a78134a64794', 'output', 3, 4, '2026-11-26 13:52:50.686424+00', '2026-11-26 13:52:50.915273+00', '2026-11-26 13:52:50.915273+00', 18, NULL, 'run', '01a21821-61e4-7d89-9050-710bf0741b24', NULL, '2026-11-26 13:52:50.686424+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: documents; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5993-7a67-9d39-08d0df20a998', 1, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 13:52:48.531141+00', '2026-11-26 13:52:48.531141+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-59ed-716a-a09f-db0427de8724', 1, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 13:52:48.621194+00', '2026-11-26 13:52:48.621194+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-6144-787b-b641-5aa2a9c48b68', 2, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 13:52:50.50037+00', '2026-11-26 13:52:50.50037+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-619c-7f57-a414-338e9894f3cb', 2, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 13:52:50.588442+00', '2026-11-26 13:52:50.588442+00', NULL);


--
-- Data for Name: invoice_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-576e-7c48-8ac8-63cf4c8fad76', 'input', 1, 1, '2026-11-26 13:52:47.982937+00', '2026-11-26 13:52:47.982937+00', NULL, 10, NULL, 'run', '01a21821-575b-7a6a-ba98-4542d07425ff', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-57c5-7507-aed5-775cb1c7b582', 'input', 2, 1, '2026-11-26 13:52:48.069844+00', '2026-11-26 13:52:48.069844+00', NULL, 11, NULL, 'run', '01a21821-57ae-7217-acb2-ab6ef76ef2c0', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5817-79c6-b4fd-390f97dc0c23', 'output', 1, 2, '2026-11-26 13:52:48.151099+00', '2026-11-26 13:52:48.925881+00', '2026-11-26 13:52:48.925881+00', 12, NULL, 'run', '01a21821-5802-7cdd-93f5-b6240edd3e20', NULL, '2026-11-26 13:52:48.151099+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5f38-7f92-9162-4bdd6f14c6c8', 'input', 3, 3, '2026-11-26 13:52:49.976644+00', '2026-11-26 13:52:49.976644+00', NULL, 10, NULL, 'run', '01a21821-5f22-7393-9fc5-e63c7de1f0a0', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-5f8b-7a80-991d-0bd67ba6caef', 'input', 4, 3, '2026-11-26 13:52:50.059159+00', '2026-11-26 13:52:50.059159+00', NULL, 11, NULL, 'run', '01a21821-5f71-738f-911e-5dede284d7a9', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-5fe6-749a-91a2-e15b57c3f2c9', 'output', 3, 4, '2026-11-26 13:52:50.150636+00', '2026-11-26 13:52:50.898107+00', '2026-11-26 13:52:50.898107+00', 12, NULL, 'run', '01a21821-5fca-770c-aa33-a0237538d186', NULL, '2026-11-26 13:52:50.150636+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-576e-7142-91e1-a2df584d3224', 1, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 13:52:47.982937+00', '2026-11-26 13:52:47.982937+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-57c5-726b-adeb-512550cbe167', 1, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 13:52:48.069844+00', '2026-11-26 13:52:48.069844+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5f38-7afc-968f-4587ebdb9ea7', 2, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 13:52:49.976644+00', '2026-11-26 13:52:49.976644+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5f8b-7315-b65a-e2bc9010c3a1', 2, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 13:52:50.059159+00', '2026-11-26 13:52:50.059159+00', NULL);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5af3-73a5-a8cd-fb277d44d443', 1, 'disconnect', NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a21821-54dc-7a07-a4ca-aca7c8f68478', 'document', 'output', '2026-11-26 13:52:48.721537+00', '01a21821-5a51-7106-8599-5170b9623e37', NULL, 20, NULL, '2026-11-26 13:52:48.883314+00', '2026-11-26 13:52:48.948101+00', '2026-11-26 13:52:48.960624+00', '2026-11-26 13:52:48.948101+00');
INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 2, 'disconnect', NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a21821-5cc3-76c5-9d64-cedeab8b8a8b', 'document', 'output', '2026-11-26 13:52:50.686424+00', '01a21821-61fe-71a5-90b5-a78134a64794', NULL, 20, NULL, '2026-11-26 13:52:50.857048+00', '2026-11-26 13:52:50.91973+00', '2026-11-26 13:52:50.935177+00', '2026-11-26 13:52:50.91973+00');


--
-- Data for Name: journal; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.journal VALUES (1, 1, '2026-11-26 13:52:47.168728+00', 'people', false, 'created', NULL, 'run', '01a21821-542a-709e-bcfa-0964948baeed', '{1}');
INSERT INTO core_api.journal VALUES (1, 2, '2026-11-26 13:52:47.168728+00', 'people', true, 'created', NULL, 'run', '01a21821-542a-709e-bcfa-0964948baeed', '{1}');
INSERT INTO core_api.journal VALUES (1, 3, '2026-11-26 13:52:47.258142+00', 'people', false, 'created', NULL, 'run', '01a21821-5481-74be-a3d8-30dc563f8cf8', '{2}');
INSERT INTO core_api.journal VALUES (1, 4, '2026-11-26 13:52:47.258142+00', 'people', true, 'created', NULL, 'run', '01a21821-5481-74be-a3d8-30dc563f8cf8', '{2}');
INSERT INTO core_api.journal VALUES (1, 5, '2026-11-26 13:52:47.34945+00', 'people', true, 'created', NULL, 'run', '01a21821-54e0-7ec0-97d5-70545c79ec4b', '{3}');
INSERT INTO core_api.journal VALUES (1, 6, '2026-11-26 13:52:47.434487+00', 'company', false, 'created', NULL, 'run', '01a21821-5533-7a32-9fa0-a9f2d3b08fad', '{1}');
INSERT INTO core_api.journal VALUES (1, 7, '2026-11-26 13:52:47.434487+00', 'company', true, 'created', NULL, 'run', '01a21821-5533-7a32-9fa0-a9f2d3b08fad', '{1}');
INSERT INTO core_api.journal VALUES (1, 8, '2026-11-26 13:52:47.509993+00', 'company', false, 'created', NULL, 'run', '01a21821-5581-7f79-9ed2-c06418b3580a', '{2}');
INSERT INTO core_api.journal VALUES (1, 9, '2026-11-26 13:52:47.509993+00', 'company', true, 'created', NULL, 'run', '01a21821-5581-7f79-9ed2-c06418b3580a', '{2}');
INSERT INTO core_api.journal VALUES (1, 10, '2026-11-26 13:52:47.601682+00', 'company', true, 'created', NULL, 'run', '01a21821-55d9-7030-b87b-3af0721c6c82', '{3}');
INSERT INTO core_api.journal VALUES (1, 11, '2026-11-26 13:52:47.7014+00', 'account', false, 'created', NULL, 'run', '01a21821-5637-72c2-a7ff-a0ec92466824', '{1}');
INSERT INTO core_api.journal VALUES (1, 12, '2026-11-26 13:52:47.7014+00', 'account', true, 'created', NULL, 'run', '01a21821-5637-72c2-a7ff-a0ec92466824', '{1}');
INSERT INTO core_api.journal VALUES (1, 13, '2026-11-26 13:52:47.802599+00', 'account', false, 'created', NULL, 'run', '01a21821-569f-7985-b8c3-4be7056dd505', '{2}');
INSERT INTO core_api.journal VALUES (1, 14, '2026-11-26 13:52:47.802599+00', 'account', true, 'created', NULL, 'run', '01a21821-569f-7985-b8c3-4be7056dd505', '{2}');
INSERT INTO core_api.journal VALUES (1, 15, '2026-11-26 13:52:47.902383+00', 'account', true, 'created', NULL, 'run', '01a21821-5705-729b-ad70-ede5ff166d19', '{3}');
INSERT INTO core_api.journal VALUES (1, 16, '2026-11-26 13:52:47.982937+00', 'invoice', false, 'created', NULL, 'run', '01a21821-575b-7a6a-ba98-4542d07425ff', '{1}');
INSERT INTO core_api.journal VALUES (1, 17, '2026-11-26 13:52:47.982937+00', 'invoice', true, 'created', NULL, 'run', '01a21821-575b-7a6a-ba98-4542d07425ff', '{1}');
INSERT INTO core_api.journal VALUES (1, 18, '2026-11-26 13:52:48.069844+00', 'invoice', false, 'created', NULL, 'run', '01a21821-57ae-7217-acb2-ab6ef76ef2c0', '{2}');
INSERT INTO core_api.journal VALUES (1, 19, '2026-11-26 13:52:48.069844+00', 'invoice', true, 'created', NULL, 'run', '01a21821-57ae-7217-acb2-ab6ef76ef2c0', '{2}');
INSERT INTO core_api.journal VALUES (1, 20, '2026-11-26 13:52:48.151099+00', 'invoice', true, 'created', NULL, 'run', '01a21821-5802-7cdd-93f5-b6240edd3e20', '{3}');
INSERT INTO core_api.journal VALUES (1, 21, '2026-11-26 13:52:48.246247+00', 'transaction', false, 'created', NULL, 'run', '01a21821-585e-742c-8d8f-ead0edfb5cd0', '{1}');
INSERT INTO core_api.journal VALUES (1, 22, '2026-11-26 13:52:48.246247+00', 'transaction', true, 'created', NULL, 'run', '01a21821-585e-742c-8d8f-ead0edfb5cd0', '{1}');
INSERT INTO core_api.journal VALUES (1, 23, '2026-11-26 13:52:48.356714+00', 'transaction', false, 'created', NULL, 'run', '01a21821-58c3-7a4a-8a02-9a49893c9c17', '{2}');
INSERT INTO core_api.journal VALUES (1, 24, '2026-11-26 13:52:48.356714+00', 'transaction', true, 'created', NULL, 'run', '01a21821-58c3-7a4a-8a02-9a49893c9c17', '{2}');
INSERT INTO core_api.journal VALUES (1, 25, '2026-11-26 13:52:48.437062+00', 'transaction', true, 'created', NULL, 'run', '01a21821-591e-751c-abc5-2a46125ec97c', '{3}');
INSERT INTO core_api.journal VALUES (1, 26, '2026-11-26 13:52:48.531141+00', 'document', false, 'created', NULL, 'run', '01a21821-5978-77c4-8d5c-1e28a9b91a89', '{1}');
INSERT INTO core_api.journal VALUES (1, 27, '2026-11-26 13:52:48.531141+00', 'document', true, 'created', NULL, 'run', '01a21821-5978-77c4-8d5c-1e28a9b91a89', '{1}');
INSERT INTO core_api.journal VALUES (1, 28, '2026-11-26 13:52:48.621194+00', 'document', false, 'created', NULL, 'run', '01a21821-59d0-719a-9ec7-2e4ce7dff09f', '{2}');
INSERT INTO core_api.journal VALUES (1, 29, '2026-11-26 13:52:48.621194+00', 'document', true, 'created', NULL, 'run', '01a21821-59d0-719a-9ec7-2e4ce7dff09f', '{2}');
INSERT INTO core_api.journal VALUES (1, 30, '2026-11-26 13:52:48.721537+00', 'document', true, 'created', NULL, 'run', '01a21821-5a36-7eec-afff-210ee1fc6e79', '{3}');
INSERT INTO core_api.journal VALUES (1, 31, '2026-11-26 13:52:48.895835+00', 'people', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (1, 32, '2026-11-26 13:52:48.906082+00', 'company', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (1, 33, '2026-11-26 13:52:48.914849+00', 'account', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (1, 34, '2026-11-26 13:52:48.925881+00', 'invoice', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (1, 35, '2026-11-26 13:52:48.936664+00', 'transaction', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (1, 36, '2026-11-26 13:52:48.944598+00', 'document', true, 'deleted', 'disconnected', 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', '{3}');
INSERT INTO core_api.journal VALUES (2, 1, '2026-11-26 13:52:49.198865+00', 'people', false, 'created', NULL, 'run', '01a21821-5c1a-76ec-8ddd-0e8bc76a6f85', '{3}');
INSERT INTO core_api.journal VALUES (2, 2, '2026-11-26 13:52:49.198865+00', 'people', true, 'created', NULL, 'run', '01a21821-5c1a-76ec-8ddd-0e8bc76a6f85', '{4}');
INSERT INTO core_api.journal VALUES (2, 3, '2026-11-26 13:52:49.280379+00', 'people', false, 'created', NULL, 'run', '01a21821-5c69-721f-8e0f-5cb099820399', '{4}');
INSERT INTO core_api.journal VALUES (2, 4, '2026-11-26 13:52:49.280379+00', 'people', true, 'created', NULL, 'run', '01a21821-5c69-721f-8e0f-5cb099820399', '{5}');
INSERT INTO core_api.journal VALUES (2, 5, '2026-11-26 13:52:49.378483+00', 'people', true, 'created', NULL, 'run', '01a21821-5cc8-7310-90a0-5503a72f6430', '{6}');
INSERT INTO core_api.journal VALUES (2, 6, '2026-11-26 13:52:49.469883+00', 'company', false, 'created', NULL, 'run', '01a21821-5d23-7c1f-a61f-0273ca5e0147', '{3}');
INSERT INTO core_api.journal VALUES (2, 7, '2026-11-26 13:52:49.469883+00', 'company', true, 'created', NULL, 'run', '01a21821-5d23-7c1f-a61f-0273ca5e0147', '{4}');
INSERT INTO core_api.journal VALUES (2, 8, '2026-11-26 13:52:49.561104+00', 'company', false, 'created', NULL, 'run', '01a21821-5d80-7d60-aaee-e2061cbe7971', '{4}');
INSERT INTO core_api.journal VALUES (2, 9, '2026-11-26 13:52:49.561104+00', 'company', true, 'created', NULL, 'run', '01a21821-5d80-7d60-aaee-e2061cbe7971', '{5}');
INSERT INTO core_api.journal VALUES (2, 10, '2026-11-26 13:52:49.631117+00', 'company', true, 'created', NULL, 'run', '01a21821-5dcc-7178-950a-07d9ef10d9e5', '{6}');
INSERT INTO core_api.journal VALUES (2, 11, '2026-11-26 13:52:49.700333+00', 'account', false, 'created', NULL, 'run', '01a21821-5e11-72d7-9aa1-44c1ffc1496c', '{3}');
INSERT INTO core_api.journal VALUES (2, 12, '2026-11-26 13:52:49.700333+00', 'account', true, 'created', NULL, 'run', '01a21821-5e11-72d7-9aa1-44c1ffc1496c', '{4}');
INSERT INTO core_api.journal VALUES (2, 13, '2026-11-26 13:52:49.803266+00', 'account', false, 'created', NULL, 'run', '01a21821-5e6f-7fba-a03d-0be89f106e32', '{4}');
INSERT INTO core_api.journal VALUES (2, 14, '2026-11-26 13:52:49.803266+00', 'account', true, 'created', NULL, 'run', '01a21821-5e6f-7fba-a03d-0be89f106e32', '{5}');
INSERT INTO core_api.journal VALUES (2, 15, '2026-11-26 13:52:49.893308+00', 'account', true, 'created', NULL, 'run', '01a21821-5ecb-788a-95d8-b565a0df2c7e', '{6}');
INSERT INTO core_api.journal VALUES (2, 16, '2026-11-26 13:52:49.976644+00', 'invoice', false, 'created', NULL, 'run', '01a21821-5f22-7393-9fc5-e63c7de1f0a0', '{3}');
INSERT INTO core_api.journal VALUES (2, 17, '2026-11-26 13:52:49.976644+00', 'invoice', true, 'created', NULL, 'run', '01a21821-5f22-7393-9fc5-e63c7de1f0a0', '{4}');
INSERT INTO core_api.journal VALUES (2, 18, '2026-11-26 13:52:50.059159+00', 'invoice', false, 'created', NULL, 'run', '01a21821-5f71-738f-911e-5dede284d7a9', '{4}');
INSERT INTO core_api.journal VALUES (2, 19, '2026-11-26 13:52:50.059159+00', 'invoice', true, 'created', NULL, 'run', '01a21821-5f71-738f-911e-5dede284d7a9', '{5}');
INSERT INTO core_api.journal VALUES (2, 20, '2026-11-26 13:52:50.150636+00', 'invoice', true, 'created', NULL, 'run', '01a21821-5fca-770c-aa33-a0237538d186', '{6}');
INSERT INTO core_api.journal VALUES (2, 21, '2026-11-26 13:52:50.225996+00', 'transaction', false, 'created', NULL, 'run', '01a21821-601e-7f8c-a397-2f187ce6254e', '{3}');
INSERT INTO core_api.journal VALUES (2, 22, '2026-11-26 13:52:50.225996+00', 'transaction', true, 'created', NULL, 'run', '01a21821-601e-7f8c-a397-2f187ce6254e', '{4}');
INSERT INTO core_api.journal VALUES (2, 23, '2026-11-26 13:52:50.310664+00', 'transaction', false, 'created', NULL, 'run', '01a21821-6070-72b6-af3f-5782a4aa8c57', '{4}');
INSERT INTO core_api.journal VALUES (2, 24, '2026-11-26 13:52:50.310664+00', 'transaction', true, 'created', NULL, 'run', '01a21821-6070-72b6-af3f-5782a4aa8c57', '{5}');
INSERT INTO core_api.journal VALUES (2, 25, '2026-11-26 13:52:50.40733+00', 'transaction', true, 'created', NULL, 'run', '01a21821-60cc-7075-8511-94275f0cc307', '{6}');
INSERT INTO core_api.journal VALUES (2, 26, '2026-11-26 13:52:50.50037+00', 'document', false, 'created', NULL, 'run', '01a21821-612b-7831-a302-be9af15fc249', '{3}');
INSERT INTO core_api.journal VALUES (2, 27, '2026-11-26 13:52:50.50037+00', 'document', true, 'created', NULL, 'run', '01a21821-612b-7831-a302-be9af15fc249', '{4}');
INSERT INTO core_api.journal VALUES (2, 28, '2026-11-26 13:52:50.588442+00', 'document', false, 'created', NULL, 'run', '01a21821-6183-7f41-abae-f09948a066a7', '{4}');
INSERT INTO core_api.journal VALUES (2, 29, '2026-11-26 13:52:50.588442+00', 'document', true, 'created', NULL, 'run', '01a21821-6183-7f41-abae-f09948a066a7', '{5}');
INSERT INTO core_api.journal VALUES (2, 30, '2026-11-26 13:52:50.686424+00', 'document', true, 'created', NULL, 'run', '01a21821-61e4-7d89-9050-710bf0741b24', '{6}');
INSERT INTO core_api.journal VALUES (2, 31, '2026-11-26 13:52:50.86924+00', 'people', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');
INSERT INTO core_api.journal VALUES (2, 32, '2026-11-26 13:52:50.879699+00', 'company', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');
INSERT INTO core_api.journal VALUES (2, 33, '2026-11-26 13:52:50.889047+00', 'account', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');
INSERT INTO core_api.journal VALUES (2, 34, '2026-11-26 13:52:50.898107+00', 'invoice', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');
INSERT INTO core_api.journal VALUES (2, 35, '2026-11-26 13:52:50.906474+00', 'transaction', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');
INSERT INTO core_api.journal VALUES (2, 36, '2026-11-26 13:52:50.915273+00', 'document', true, 'deleted', 'disconnected', 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', '{6}');


--
-- Data for Name: journal_heads; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.journal_heads VALUES (1, 36, 0, NULL);
INSERT INTO core_api.journal_heads VALUES (2, 36, 0, NULL);


--
-- Data for Name: link_history; Type: TABLE DATA; Schema: core_api; Owner: -
--



--
-- Data for Name: people_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5440-7762-b684-3ad6e75ce4d1', 'input', 1, 1, '2026-11-26 13:52:47.168728+00', '2026-11-26 13:52:47.168728+00', NULL, 1, NULL, 'run', '01a21821-542a-709e-bcfa-0964948baeed', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-549a-713a-ae99-d633e6904b85', 'input', 2, 1, '2026-11-26 13:52:47.258142+00', '2026-11-26 13:52:47.258142+00', NULL, 2, NULL, 'run', '01a21821-5481-74be-a3d8-30dc563f8cf8', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-54f5-7d0d-9c57-41b79987ab36', 'output', 1, 2, '2026-11-26 13:52:47.34945+00', '2026-11-26 13:52:48.895835+00', '2026-11-26 13:52:48.895835+00', 3, NULL, 'run', '01a21821-54e0-7ec0-97d5-70545c79ec4b', NULL, '2026-11-26 13:52:47.34945+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5c2e-711a-be5d-7bd07032c8b0', 'input', 3, 3, '2026-11-26 13:52:49.198865+00', '2026-11-26 13:52:49.198865+00', NULL, 1, NULL, 'run', '01a21821-5c1a-76ec-8ddd-0e8bc76a6f85', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-5c80-7ef8-82f2-e1b00efd2e04', 'input', 4, 3, '2026-11-26 13:52:49.280379+00', '2026-11-26 13:52:49.280379+00', NULL, 2, NULL, 'run', '01a21821-5c69-721f-8e0f-5cb099820399', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-5ce2-7278-a8f9-228d11b2e9b7', 'output', 3, 4, '2026-11-26 13:52:49.378483+00', '2026-11-26 13:52:50.86924+00', '2026-11-26 13:52:50.86924+00', 3, NULL, 'run', '01a21821-5cc8-7310-90a0-5503a72f6430', NULL, '2026-11-26 13:52:49.378483+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: peoples; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5440-7e12-82e7-70828a899002', 1, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 13:52:47.168728+00', '2026-11-26 13:52:47.168728+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-549a-7401-9587-03a23e0dbd9a', 1, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 13:52:47.258142+00', '2026-11-26 13:52:47.258142+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5c2e-7341-91ac-d567ca208109', 2, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 13:52:49.198865+00', '2026-11-26 13:52:49.198865+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5c80-728c-ae15-485508ed9b08', 2, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 13:52:49.280379+00', '2026-11-26 13:52:49.280379+00', NULL);


--
-- Data for Name: record_kinds; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.record_kinds VALUES ('people');
INSERT INTO core_api.record_kinds VALUES ('company');
INSERT INTO core_api.record_kinds VALUES ('account');
INSERT INTO core_api.record_kinds VALUES ('invoice');
INSERT INTO core_api.record_kinds VALUES ('transaction');
INSERT INTO core_api.record_kinds VALUES ('document');


--
-- Data for Name: sync_deliveries; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (1, 1, '01a21821-5430-746b-af2e-2eb2dcb0947a', 1, '2026-11-26 13:52:47.168728+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (3, 2, '01a21821-5487-78b8-bf35-7858ce0215fd', 1, '2026-11-26 13:52:47.258142+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (5, 3, '01a21821-54e6-77de-8376-88dc608e286d', 1, '2026-11-26 13:52:47.34945+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (7, 4, '01a21821-5539-7a52-aace-04a91987d302', 1, '2026-11-26 13:52:47.434487+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (9, 5, '01a21821-5586-7f7a-9515-3a4bd0fcc050', 1, '2026-11-26 13:52:47.509993+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (11, 6, '01a21821-55e0-7fdd-983a-32fbdcc1ebcb', 1, '2026-11-26 13:52:47.601682+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (13, 7, '01a21821-563c-7137-967c-c576be938f7d', 1, '2026-11-26 13:52:47.7014+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (15, 8, '01a21821-56a6-7ef9-b6fa-ee7a18218d3d', 1, '2026-11-26 13:52:47.802599+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (17, 9, '01a21821-570c-789a-a99f-c49543ac39a7', 1, '2026-11-26 13:52:47.902383+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (19, 10, '01a21821-5760-7198-a278-334c6655532f', 1, '2026-11-26 13:52:47.982937+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (21, 11, '01a21821-57b4-7a6c-abc8-439e7d050d15', 1, '2026-11-26 13:52:48.069844+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (23, 12, '01a21821-5806-7c17-8946-2dddb2ad2db8', 1, '2026-11-26 13:52:48.151099+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (25, 13, '01a21821-5864-7cf6-b9c8-2b3c73454d58', 1, '2026-11-26 13:52:48.246247+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (27, 14, '01a21821-58cd-72a4-afb4-de4b8104bb0f', 1, '2026-11-26 13:52:48.356714+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (29, 15, '01a21821-5923-7808-80e1-20a796431b8f', 1, '2026-11-26 13:52:48.437062+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (31, 16, '01a21821-5981-7834-a26f-8f7b33341141', 1, '2026-11-26 13:52:48.531141+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (33, 17, '01a21821-59d6-7ded-85a9-fb2a7a085265', 1, '2026-11-26 13:52:48.621194+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (35, 18, '01a21821-5a3d-7243-badb-cfa098239ef0', 1, '2026-11-26 13:52:48.721537+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (37, 19, '01a21821-5a99-7358-99d1-cf96429042c5', 1, '2026-11-26 13:52:48.809193+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (39, 20, '01a21821-5c1f-7059-a558-f4ac7ddc9860', 1, '2026-11-26 13:52:49.198865+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (41, 21, '01a21821-5c6f-76e4-b9b3-9eb4b2e3bbc2', 1, '2026-11-26 13:52:49.280379+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (43, 22, '01a21821-5ccf-7958-9193-c9c50309f3b0', 1, '2026-11-26 13:52:49.378483+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (45, 23, '01a21821-5d2a-7807-a035-03134a67e951', 1, '2026-11-26 13:52:49.469883+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (47, 24, '01a21821-5d87-7a85-99ba-1da50d0f1ea4', 1, '2026-11-26 13:52:49.561104+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (49, 25, '01a21821-5dd1-7b63-aafd-5d09256d15c0', 1, '2026-11-26 13:52:49.631117+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (51, 26, '01a21821-5e16-79a5-9e4f-8ebb9223184f', 1, '2026-11-26 13:52:49.700333+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (53, 27, '01a21821-5e76-7437-b700-6ffd054a157c', 1, '2026-11-26 13:52:49.803266+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (55, 28, '01a21821-5ed2-720e-a2b8-b532b1512706', 1, '2026-11-26 13:52:49.893308+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (57, 29, '01a21821-5f27-75d5-b637-4027644eadbc', 1, '2026-11-26 13:52:49.976644+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (59, 30, '01a21821-5f77-7235-91b9-f38127c97072', 1, '2026-11-26 13:52:50.059159+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (61, 31, '01a21821-5fd1-7c19-8d35-0219d61f3336', 1, '2026-11-26 13:52:50.150636+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (63, 32, '01a21821-6023-7a25-9fc4-f5052fc76ee6', 1, '2026-11-26 13:52:50.225996+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (65, 33, '01a21821-6076-7fa9-86f3-c8766186e4a0', 1, '2026-11-26 13:52:50.310664+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (67, 34, '01a21821-60d3-7f62-93cc-93a5cd6f11ea', 1, '2026-11-26 13:52:50.40733+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (69, 35, '01a21821-6131-7673-a811-e7e9e2c41c12', 1, '2026-11-26 13:52:50.50037+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (71, 36, '01a21821-6189-7277-8ace-2401e355b162', 1, '2026-11-26 13:52:50.588442+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (73, 37, '01a21821-61ea-73a5-9d14-cae12105b571', 1, '2026-11-26 13:52:50.686424+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (75, 38, '01a21821-624b-7d31-ab7f-939ce297302b', 1, '2026-11-26 13:52:50.78293+00');


--
-- Data for Name: sync_rejections; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.sync_rejections OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5aa9-7390-85e5-dc1595c6ac1e', 19, '01a21821-5a99-7358-99d1-cf96429042c5', 1, 'missing_member', 'name is missing: no company has this external_company_id yet', '(standard input)', 2, false, '2026-11-26 13:52:48.809193+00');
INSERT INTO core_api.sync_rejections OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-625e-73a5-a0a9-0d9d60d3f8a7', 38, '01a21821-624b-7d31-ab7f-939ce297302b', 1, 'missing_member', 'name is missing: no company has this external_company_id yet', '(standard input)', 2, false, '2026-11-26 13:52:50.78293+00');


--
-- Data for Name: transaction_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5876-7457-8b9f-45ebdecf58a3', 'input', 1, 1, '2026-11-26 13:52:48.246247+00', '2026-11-26 13:52:48.246247+00', NULL, 13, NULL, 'run', '01a21821-585e-742c-8d8f-ead0edfb5cd0', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-58e4-7bea-825c-4e2b6cfb77fd', 'input', 2, 1, '2026-11-26 13:52:48.356714+00', '2026-11-26 13:52:48.356714+00', NULL, 14, NULL, 'run', '01a21821-58c3-7a4a-8a02-9a49893c9c17', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5934-7d0f-897b-9a449572f461', 'output', 1, 2, '2026-11-26 13:52:48.437062+00', '2026-11-26 13:52:48.936664+00', '2026-11-26 13:52:48.936664+00', 15, NULL, 'run', '01a21821-591e-751c-abc5-2a46125ec97c', NULL, '2026-11-26 13:52:48.437062+00', NULL, NULL, NULL, 'job', '01a21821-5af3-73a5-a8cd-fb277d44d443', 'disconnected');
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-6031-71bd-a8f5-e84252e08dbb', 'input', 3, 3, '2026-11-26 13:52:50.225996+00', '2026-11-26 13:52:50.225996+00', NULL, 13, NULL, 'run', '01a21821-601e-7f8c-a397-2f187ce6254e', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-6086-7824-9b40-ee2c69a47598', 'input', 4, 3, '2026-11-26 13:52:50.310664+00', '2026-11-26 13:52:50.310664+00', NULL, 14, NULL, 'run', '01a21821-6070-72b6-af3f-5782a4aa8c57', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-60e7-73d1-a2f1-97ec0a1688e9', 'output', 3, 4, '2026-11-26 13:52:50.40733+00', '2026-11-26 13:52:50.906474+00', '2026-11-26 13:52:50.906474+00', 15, NULL, 'run', '01a21821-60cc-7075-8511-94275f0cc307', NULL, '2026-11-26 13:52:50.40733+00', NULL, NULL, NULL, 'job', '01a21821-62a9-72c5-8cbb-f6a0044a51a3', 'disconnected');


--
-- Data for Name: transactions; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5876-7933-b663-6bb35e39f3d0', 1, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 13:52:48.246247+00', '2026-11-26 13:52:48.246247+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-58e4-705b-b473-e1fa42c5b301', 1, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 13:52:48.356714+00', '2026-11-26 13:52:48.356714+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-6031-778f-920f-4e776c2615af', 2, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 13:52:50.225996+00', '2026-11-26 13:52:50.225996+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-6086-7c0c-b7c8-aec8e62620cf', 2, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 13:52:50.310664+00', '2026-11-26 13:52:50.310664+00', NULL);


--
-- Data for Name: webhook_attempts; Type: TABLE DATA; Schema: core_api; Owner: -
--



--
-- Data for Name: webhook_endpoints; Type: TABLE DATA; Schema: core_api; Owner: -
--



--
-- Data for Name: webhook_secrets; Type: TABLE DATA; Schema: core_api; Owner: -
--



--
-- Data for Name: workspace_connector_sync_logs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-542a-709e-bcfa-0964948baeed', 1, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 13:52:47.146886+00', '2026-11-26 13:52:47.17764+00', '2026-11-26 13:52:47.173263+00', NULL, '2026-11-26 13:52:47.17764+00', 30, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.146886+00', '2026-11-26 13:52:47.17764+00', '2026-11-26 13:52:47.168728+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-5481-74be-a3d8-30dc563f8cf8', 1, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 13:52:47.233221+00', '2026-11-26 13:52:47.268639+00', '2026-11-26 13:52:47.263749+00', NULL, '2026-11-26 13:52:47.268639+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.233221+00', '2026-11-26 13:52:47.268639+00', '2026-11-26 13:52:47.258142+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-54e0-7ec0-97d5-70545c79ec4b', 2, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 13:52:47.328929+00', '2026-11-26 13:52:47.359074+00', '2026-11-26 13:52:47.355077+00', NULL, '2026-11-26 13:52:47.359074+00', 30, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:47.328929+00', '2026-11-26 13:52:47.359074+00', '2026-11-26 13:52:47.34945+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5533-7a32-9fa0-a9f2d3b08fad', 1, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 13:52:47.411455+00', '2026-11-26 13:52:47.446556+00', '2026-11-26 13:52:47.441936+00', NULL, '2026-11-26 13:52:47.446556+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.411455+00', '2026-11-26 13:52:47.446556+00', '2026-11-26 13:52:47.434487+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (5, '01a21821-5581-7f79-9ed2-c06418b3580a', 1, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 13:52:47.489626+00', '2026-11-26 13:52:47.517668+00', '2026-11-26 13:52:47.513905+00', NULL, '2026-11-26 13:52:47.517668+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.489626+00', '2026-11-26 13:52:47.517668+00', '2026-11-26 13:52:47.509993+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (6, '01a21821-55d9-7030-b87b-3af0721c6c82', 2, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 13:52:47.577381+00', '2026-11-26 13:52:47.61224+00', '2026-11-26 13:52:47.608063+00', NULL, '2026-11-26 13:52:47.61224+00', 34, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:47.577381+00', '2026-11-26 13:52:47.61224+00', '2026-11-26 13:52:47.601682+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (7, '01a21821-5637-72c2-a7ff-a0ec92466824', 1, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 13:52:47.67175+00', '2026-11-26 13:52:47.715309+00', '2026-11-26 13:52:47.708722+00', NULL, '2026-11-26 13:52:47.715309+00', 43, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.67175+00', '2026-11-26 13:52:47.715309+00', '2026-11-26 13:52:47.7014+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (8, '01a21821-569f-7985-b8c3-4be7056dd505', 1, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 13:52:47.775999+00', '2026-11-26 13:52:47.816099+00', '2026-11-26 13:52:47.808647+00', NULL, '2026-11-26 13:52:47.816099+00', 40, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.775999+00', '2026-11-26 13:52:47.816099+00', '2026-11-26 13:52:47.802599+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (9, '01a21821-5705-729b-ad70-ede5ff166d19', 2, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 13:52:47.877715+00', '2026-11-26 13:52:47.91197+00', '2026-11-26 13:52:47.907784+00', NULL, '2026-11-26 13:52:47.91197+00', 34, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:47.877715+00', '2026-11-26 13:52:47.91197+00', '2026-11-26 13:52:47.902383+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (10, '01a21821-575b-7a6a-ba98-4542d07425ff', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 13:52:47.963327+00', '2026-11-26 13:52:47.997449+00', '2026-11-26 13:52:47.987429+00', NULL, '2026-11-26 13:52:47.997449+00', 34, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:47.963327+00', '2026-11-26 13:52:47.997449+00', '2026-11-26 13:52:47.982937+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (11, '01a21821-57ae-7217-acb2-ab6ef76ef2c0', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 13:52:48.046882+00', '2026-11-26 13:52:48.079177+00', '2026-11-26 13:52:48.074682+00', NULL, '2026-11-26 13:52:48.079177+00', 32, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:48.046882+00', '2026-11-26 13:52:48.079177+00', '2026-11-26 13:52:48.069844+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (12, '01a21821-5802-7cdd-93f5-b6240edd3e20', 2, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 13:52:48.130065+00', '2026-11-26 13:52:48.162145+00', '2026-11-26 13:52:48.156972+00', NULL, '2026-11-26 13:52:48.162145+00', 32, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:48.130065+00', '2026-11-26 13:52:48.162145+00', '2026-11-26 13:52:48.151099+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (13, '01a21821-585e-742c-8d8f-ead0edfb5cd0', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 13:52:48.222239+00', '2026-11-26 13:52:48.257426+00', '2026-11-26 13:52:48.251742+00', NULL, '2026-11-26 13:52:48.257426+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:48.222239+00', '2026-11-26 13:52:48.257426+00', '2026-11-26 13:52:48.246247+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (14, '01a21821-58c3-7a4a-8a02-9a49893c9c17', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 13:52:48.323736+00', '2026-11-26 13:52:48.367295+00', '2026-11-26 13:52:48.363198+00', NULL, '2026-11-26 13:52:48.367295+00', 43, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:48.323736+00', '2026-11-26 13:52:48.367295+00', '2026-11-26 13:52:48.356714+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (15, '01a21821-591e-751c-abc5-2a46125ec97c', 2, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 13:52:48.414178+00', '2026-11-26 13:52:48.452846+00', '2026-11-26 13:52:48.44909+00', NULL, '2026-11-26 13:52:48.452846+00', 38, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:48.414178+00', '2026-11-26 13:52:48.452846+00', '2026-11-26 13:52:48.437062+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (16, '01a21821-5978-77c4-8d5c-1e28a9b91a89', 1, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 13:52:48.504951+00', '2026-11-26 13:52:48.541507+00', '2026-11-26 13:52:48.536723+00', NULL, '2026-11-26 13:52:48.541507+00', 36, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:48.504951+00', '2026-11-26 13:52:48.541507+00', '2026-11-26 13:52:48.531141+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (17, '01a21821-59d0-719a-9ec7-2e4ce7dff09f', 1, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 13:52:48.592157+00', '2026-11-26 13:52:48.633902+00', '2026-11-26 13:52:48.627918+00', NULL, '2026-11-26 13:52:48.633902+00', 41, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:48.592157+00', '2026-11-26 13:52:48.633902+00', '2026-11-26 13:52:48.621194+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (18, '01a21821-5a36-7eec-afff-210ee1fc6e79', 2, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 13:52:48.694738+00', '2026-11-26 13:52:48.73379+00', '2026-11-26 13:52:48.728901+00', NULL, '2026-11-26 13:52:48.73379+00', 39, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:48.694738+00', '2026-11-26 13:52:48.73379+00', '2026-11-26 13:52:48.721537+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (19, '01a21821-5a94-7718-85a5-ab73314732f4', 1, 'company', 'input', 'manual', 'incremental', 'error', 19, '2026-11-26 13:52:48.788086+00', '2026-11-26 13:52:48.815312+00', '2026-11-26 13:52:48.813061+00', NULL, '2026-11-26 13:52:48.815312+00', 27, 'none of the 1 rows is good: (standard input):2: name is missing: no company has this external_company_id yet', 0, 0, 0, 0, 1, 0, '2026-11-26 13:52:48.788086+00', '2026-11-26 13:52:48.815312+00', NULL);
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (20, '01a21821-5c1a-76ec-8ddd-0e8bc76a6f85', 3, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 13:52:49.178779+00', '2026-11-26 13:52:49.207501+00', '2026-11-26 13:52:49.203338+00', NULL, '2026-11-26 13:52:49.207501+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.178779+00', '2026-11-26 13:52:49.207501+00', '2026-11-26 13:52:49.198865+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (21, '01a21821-5c69-721f-8e0f-5cb099820399', 3, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 13:52:49.257685+00', '2026-11-26 13:52:49.291133+00', '2026-11-26 13:52:49.285983+00', NULL, '2026-11-26 13:52:49.291133+00', 33, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.257685+00', '2026-11-26 13:52:49.291133+00', '2026-11-26 13:52:49.280379+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (22, '01a21821-5cc8-7310-90a0-5503a72f6430', 4, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 13:52:49.352369+00', '2026-11-26 13:52:49.389544+00', '2026-11-26 13:52:49.385054+00', NULL, '2026-11-26 13:52:49.389544+00', 37, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:49.352369+00', '2026-11-26 13:52:49.389544+00', '2026-11-26 13:52:49.378483+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (23, '01a21821-5d23-7c1f-a61f-0273ca5e0147', 3, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 13:52:49.44391+00', '2026-11-26 13:52:49.481869+00', '2026-11-26 13:52:49.476304+00', NULL, '2026-11-26 13:52:49.481869+00', 37, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.44391+00', '2026-11-26 13:52:49.481869+00', '2026-11-26 13:52:49.469883+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (24, '01a21821-5d80-7d60-aaee-e2061cbe7971', 3, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 13:52:49.536072+00', '2026-11-26 13:52:49.569832+00', '2026-11-26 13:52:49.565714+00', NULL, '2026-11-26 13:52:49.569832+00', 33, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.536072+00', '2026-11-26 13:52:49.569832+00', '2026-11-26 13:52:49.561104+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (25, '01a21821-5dcc-7178-950a-07d9ef10d9e5', 4, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 13:52:49.612013+00', '2026-11-26 13:52:49.639257+00', '2026-11-26 13:52:49.635919+00', NULL, '2026-11-26 13:52:49.639257+00', 27, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:49.612013+00', '2026-11-26 13:52:49.639257+00', '2026-11-26 13:52:49.631117+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (26, '01a21821-5e11-72d7-9aa1-44c1ffc1496c', 3, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 13:52:49.681297+00', '2026-11-26 13:52:49.710086+00', '2026-11-26 13:52:49.705395+00', NULL, '2026-11-26 13:52:49.710086+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.681297+00', '2026-11-26 13:52:49.710086+00', '2026-11-26 13:52:49.700333+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (27, '01a21821-5e6f-7fba-a03d-0be89f106e32', 3, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 13:52:49.775368+00', '2026-11-26 13:52:49.813997+00', '2026-11-26 13:52:49.808779+00', NULL, '2026-11-26 13:52:49.813997+00', 38, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.775368+00', '2026-11-26 13:52:49.813997+00', '2026-11-26 13:52:49.803266+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (28, '01a21821-5ecb-788a-95d8-b565a0df2c7e', 4, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 13:52:49.867019+00', '2026-11-26 13:52:49.904111+00', '2026-11-26 13:52:49.899702+00', NULL, '2026-11-26 13:52:49.904111+00', 37, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:49.867019+00', '2026-11-26 13:52:49.904111+00', '2026-11-26 13:52:49.893308+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (29, '01a21821-5f22-7393-9fc5-e63c7de1f0a0', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 13:52:49.954644+00', '2026-11-26 13:52:49.986096+00', '2026-11-26 13:52:49.981832+00', NULL, '2026-11-26 13:52:49.986096+00', 31, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:49.954644+00', '2026-11-26 13:52:49.986096+00', '2026-11-26 13:52:49.976644+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (30, '01a21821-5f71-738f-911e-5dede284d7a9', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 13:52:50.033833+00', '2026-11-26 13:52:50.069506+00', '2026-11-26 13:52:50.064357+00', NULL, '2026-11-26 13:52:50.069506+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:50.033833+00', '2026-11-26 13:52:50.069506+00', '2026-11-26 13:52:50.059159+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (31, '01a21821-5fca-770c-aa33-a0237538d186', 4, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 13:52:50.122538+00', '2026-11-26 13:52:50.160271+00', '2026-11-26 13:52:50.156406+00', NULL, '2026-11-26 13:52:50.160271+00', 37, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:50.122538+00', '2026-11-26 13:52:50.160271+00', '2026-11-26 13:52:50.150636+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (32, '01a21821-601e-7f8c-a397-2f187ce6254e', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 13:52:50.206378+00', '2026-11-26 13:52:50.234649+00', '2026-11-26 13:52:50.230743+00', NULL, '2026-11-26 13:52:50.234649+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:50.206378+00', '2026-11-26 13:52:50.234649+00', '2026-11-26 13:52:50.225996+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (33, '01a21821-6070-72b6-af3f-5782a4aa8c57', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 13:52:50.288849+00', '2026-11-26 13:52:50.321056+00', '2026-11-26 13:52:50.31598+00', NULL, '2026-11-26 13:52:50.321056+00', 32, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:50.288849+00', '2026-11-26 13:52:50.321056+00', '2026-11-26 13:52:50.310664+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (34, '01a21821-60cc-7075-8511-94275f0cc307', 4, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 13:52:50.380309+00', '2026-11-26 13:52:50.419151+00', '2026-11-26 13:52:50.414374+00', NULL, '2026-11-26 13:52:50.419151+00', 38, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:50.380309+00', '2026-11-26 13:52:50.419151+00', '2026-11-26 13:52:50.40733+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (35, '01a21821-612b-7831-a302-be9af15fc249', 3, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 13:52:50.475629+00', '2026-11-26 13:52:50.511115+00', '2026-11-26 13:52:50.5056+00', NULL, '2026-11-26 13:52:50.511115+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:50.475629+00', '2026-11-26 13:52:50.511115+00', '2026-11-26 13:52:50.50037+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (36, '01a21821-6183-7f41-abae-f09948a066a7', 3, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 13:52:50.563165+00', '2026-11-26 13:52:50.598883+00', '2026-11-26 13:52:50.593891+00', NULL, '2026-11-26 13:52:50.598883+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 13:52:50.563165+00', '2026-11-26 13:52:50.598883+00', '2026-11-26 13:52:50.588442+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (37, '01a21821-61e4-7d89-9050-710bf0741b24', 4, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 13:52:50.660956+00', '2026-11-26 13:52:50.697039+00', '2026-11-26 13:52:50.692639+00', NULL, '2026-11-26 13:52:50.697039+00', 36, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 13:52:50.660956+00', '2026-11-26 13:52:50.697039+00', '2026-11-26 13:52:50.686424+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (38, '01a21821-6245-75c9-a0bd-69dda1ff5231', 3, 'company', 'input', 'manual', 'incremental', 'error', 19, '2026-11-26 13:52:50.757185+00', '2026-11-26 13:52:50.789563+00', '2026-11-26 13:52:50.787214+00', NULL, '2026-11-26 13:52:50.789563+00', 32, 'none of the 1 rows is good: (standard input):2: name is missing: no company has this external_company_id yet', 0, 0, 0, 0, 1, 0, '2026-11-26 13:52:50.757185+00', '2026-11-26 13:52:50.789563+00', NULL);


--
-- Data for Name: workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-5426-7af3-ba83-ba011f9e8ef2', 1, 1, 'enabled', '2026-11-26 13:52:47.142375+00', '2026-11-26 13:52:47.142375+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-54dc-7a07-a4ca-aca7c8f68478', 1, 3, 'disabled', '2026-11-26 13:52:47.324055+00', '2026-11-26 13:52:48.883314+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21821-5c15-7ca1-b3d2-6c48e64820e9', 2, 1, 'enabled', '2026-11-26 13:52:49.173551+00', '2026-11-26 13:52:49.173551+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21821-5cc3-76c5-9d64-cedeab8b8a8b', 2, 3, 'disabled', '2026-11-26 13:52:49.347246+00', '2026-11-26 13:52:50.857048+00', NULL);


--
-- Data for Name: workspaces; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (1, '01a21821-53bb-713d-bab2-f118918492c3', 'Here', NULL, 20, '2026-11-26 13:52:47.035955+00', '2026-11-26 13:52:47.035955+00', NULL);
INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (2, '01a21821-5b5d-7c3d-9c9d-f23a274ff0c6', 'There', NULL, 20, '2026-11-26 13:52:48.989056+00', '2026-11-26 13:52:48.989056+00', NULL);


--
-- Data for Name: wellhead_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.wellhead_schema_history VALUES (1, 'ledger', '2026-11-26T13:52:46.743226183Z', '5848683088919138262');
INSERT INTO public.wellhead_schema_history VALUES (2, 'company', '2026-11-26T13:52:46.844019052Z', '18140801688952539278');
INSERT INTO public.wellhead_schema_history VALUES (3, 'account', '2026-11-26T13:52:46.870166682Z', '1336389679699313735');
INSERT INTO public.wellhead_schema_history VALUES (4, 'invoice', '2026-11-26T13:52:46.896032575Z', '955000216072226635');
INSERT INTO public.wellhead_schema_history VALUES (5, 'transaction', '2026-11-26T13:52:46.923286873Z', '3260641041284643430');
INSERT INTO public.wellhead_schema_history VALUES (6, 'document', '2026-11-26T13:52:46.94335656Z', '11180482995063025025');
INSERT INTO public.wellhead_schema_history VALUES (7, 'journal', '2026-11-26T13:52:46.96347549Z', '17744023286597717018');
INSERT INTO public.wellhead_schema_history VALUES (8, 'rejections', '2026-11-26T13:52:47.009251748Z', '16449230095325084015');
INSERT INTO public.wellhead_schema_history VALUES (9, 'webhooks', '2026-11-26T13:52:47.016349761Z', '9406589856772299661');


--
-- Name: account_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.account_workspace_connectors_pk_seq', 6, true);


--
-- Name: accounts_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.accounts_pk_seq', 4, true);


--
-- Name: api_keys_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.api_keys_pk_seq', 2, true);


--
-- Name: companies_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.companies_pk_seq', 4, true);


--
-- Name: company_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.company_workspace_connectors_pk_seq', 6, true);


--
-- Name: connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.connectors_pk_seq', 38, true);


--
-- Name: document_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.document_workspace_connectors_pk_seq', 6, true);


--
-- Name: documents_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.documents_pk_seq', 4, true);


--
-- Name: invoice_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.invoice_workspace_connectors_pk_seq', 6, true);


--
-- Name: invoices_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.invoices_pk_seq', 4, true);


--
-- Name: jobs_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.jobs_pk_seq', 2, true);


--
-- Name: link_history_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.link_history_pk_seq', 1, false);


--
-- Name: people_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.people_workspace_connectors_pk_seq', 6, true);


--
-- Name: peoples_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.peoples_pk_seq', 4, true);


--
-- Name: sync_deliveries_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.sync_deliveries_pk_seq', 76, true);


--
-- Name: sync_rejections_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.sync_rejections_pk_seq', 2, true);


--
-- Name: transaction_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.transaction_workspace_connectors_pk_seq', 6, true);


--
-- Name: transactions_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.transactions_pk_seq', 4, true);


--
-- Name: webhook_attempts_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.webhook_attempts_pk_seq', 1, false);


--
-- Name: webhook_endpoints_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.webhook_endpoints_pk_seq', 1, false);


--
-- Name: webhook_secrets_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.webhook_secrets_pk_seq', 1, false);


--
-- Name: workspace_connector_sync_logs_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.workspace_connector_sync_logs_pk_seq', 38, true);


--
-- Name: workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.workspace_connectors_pk_seq', 4, true);


--
-- Name: workspaces_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.workspaces_pk_seq', 2, true);


--
-- Name: account_workspace_connectors account_workspace_connectors_account_workspace_connector_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.account_workspace_connectors
    ADD CONSTRAINT account_workspace_connectors_account_workspace_connector_id_key UNIQUE (account_workspace_connector_id, workspace_connector_pk);


--
-- Name: account_workspace_connectors account_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.account_workspace_connectors
    ADD CONSTRAINT account_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: accounts accounts_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (pk);


--
-- Name: accounts accounts_workspace_pk_account_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.accounts
    ADD CONSTRAINT accounts_workspace_pk_account_id_key UNIQUE (workspace_pk, account_id);


--
-- Name: api_keys api_keys_api_key_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.api_keys
    ADD CONSTRAINT api_keys_api_key_id_key UNIQUE (api_key_id);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (pk);


--
-- Name: api_keys api_keys_token_hash_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.api_keys
    ADD CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash);


--
-- Name: companies companies_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.companies
    ADD CONSTRAINT companies_pkey PRIMARY KEY (pk);


--
-- Name: companies companies_workspace_pk_company_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.companies
    ADD CONSTRAINT companies_workspace_pk_company_id_key UNIQUE (workspace_pk, company_id);


--
-- Name: company_workspace_connectors company_workspace_connectors_company_workspace_connector_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.company_workspace_connectors
    ADD CONSTRAINT company_workspace_connectors_company_workspace_connector_id_key UNIQUE (company_workspace_connector_id, workspace_connector_pk);


--
-- Name: company_workspace_connectors company_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.company_workspace_connectors
    ADD CONSTRAINT company_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: connectors connectors_connector_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.connectors
    ADD CONSTRAINT connectors_connector_id_key UNIQUE (connector_id);


--
-- Name: connectors connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.connectors
    ADD CONSTRAINT connectors_pkey PRIMARY KEY (pk);


--
-- Name: connectors connectors_slug_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.connectors
    ADD CONSTRAINT connectors_slug_key UNIQUE (slug);


--
-- Name: document_workspace_connectors document_workspace_connectors_document_workspace_connector__key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.document_workspace_connectors
    ADD CONSTRAINT document_workspace_connectors_document_workspace_connector__key UNIQUE (document_workspace_connector_id, workspace_connector_pk);


--
-- Name: document_workspace_connectors document_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.document_workspace_connectors
    ADD CONSTRAINT document_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: documents documents_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (pk);


--
-- Name: documents documents_workspace_pk_document_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.documents
    ADD CONSTRAINT documents_workspace_pk_document_id_key UNIQUE (workspace_pk, document_id);


--
-- Name: invoice_workspace_connectors invoice_workspace_connectors_invoice_workspace_connector_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoice_workspace_connectors
    ADD CONSTRAINT invoice_workspace_connectors_invoice_workspace_connector_id_key UNIQUE (invoice_workspace_connector_id, workspace_connector_pk);


--
-- Name: invoice_workspace_connectors invoice_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoice_workspace_connectors
    ADD CONSTRAINT invoice_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: invoices invoices_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (pk);


--
-- Name: invoices invoices_workspace_pk_invoice_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoices
    ADD CONSTRAINT invoices_workspace_pk_invoice_id_key UNIQUE (workspace_pk, invoice_id);


--
-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (pk);


--
-- Name: jobs jobs_workspace_pk_job_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_workspace_pk_job_id_key UNIQUE (workspace_pk, job_id);


--
-- Name: journal_heads journal_heads_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.journal_heads
    ADD CONSTRAINT journal_heads_pkey PRIMARY KEY (workspace_pk);


--
-- Name: journal journal_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (workspace_pk, "position");


--
-- Name: link_history link_history_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.link_history
    ADD CONSTRAINT link_history_pkey PRIMARY KEY (pk);


--
-- Name: people_workspace_connectors people_workspace_connectors_people_workspace_connector_id_w_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.people_workspace_connectors
    ADD CONSTRAINT people_workspace_connectors_people_workspace_connector_id_w_key UNIQUE (people_workspace_connector_id, workspace_connector_pk);


--
-- Name: people_workspace_connectors people_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.people_workspace_connectors
    ADD CONSTRAINT people_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: peoples peoples_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.peoples
    ADD CONSTRAINT peoples_pkey PRIMARY KEY (pk);


--
-- Name: peoples peoples_workspace_pk_people_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.peoples
    ADD CONSTRAINT peoples_workspace_pk_people_id_key UNIQUE (workspace_pk, people_id);


--
-- Name: record_kinds record_kinds_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.record_kinds
    ADD CONSTRAINT record_kinds_pkey PRIMARY KEY (record);


--
-- Name: sync_deliveries sync_deliveries_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.sync_deliveries
    ADD CONSTRAINT sync_deliveries_pkey PRIMARY KEY (pk);


--
-- Name: sync_deliveries sync_deliveries_workspace_connector_sync_log_pk_delivery_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.sync_deliveries
    ADD CONSTRAINT sync_deliveries_workspace_connector_sync_log_pk_delivery_id_key UNIQUE (workspace_connector_sync_log_pk, delivery_id);


--
-- Name: sync_rejections sync_rejections_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.sync_rejections
    ADD CONSTRAINT sync_rejections_pkey PRIMARY KEY (pk);


--
-- Name: transaction_workspace_connectors transaction_workspace_connect_transaction_workspace_connect_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transaction_workspace_connectors
    ADD CONSTRAINT transaction_workspace_connect_transaction_workspace_connect_key UNIQUE (transaction_workspace_connector_id, workspace_connector_pk);


--
-- Name: transaction_workspace_connectors transaction_workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transaction_workspace_connectors
    ADD CONSTRAINT transaction_workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: transactions transactions_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transactions
    ADD CONSTRAINT transactions_pkey PRIMARY KEY (pk);


--
-- Name: transactions transactions_workspace_pk_transaction_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transactions
    ADD CONSTRAINT transactions_workspace_pk_transaction_id_key UNIQUE (workspace_pk, transaction_id);


--
-- Name: webhook_attempts webhook_attempts_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_attempts
    ADD CONSTRAINT webhook_attempts_pkey PRIMARY KEY (pk);


--
-- Name: webhook_attempts webhook_attempts_webhook_endpoint_pk_webhook_attempt_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_attempts
    ADD CONSTRAINT webhook_attempts_webhook_endpoint_pk_webhook_attempt_id_key UNIQUE (webhook_endpoint_pk, webhook_attempt_id);


--
-- Name: webhook_endpoints webhook_endpoints_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (pk);


--
-- Name: webhook_endpoints webhook_endpoints_workspace_pk_webhook_endpoint_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_workspace_pk_webhook_endpoint_id_key UNIQUE (workspace_pk, webhook_endpoint_id);


--
-- Name: webhook_secrets webhook_secrets_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_secrets
    ADD CONSTRAINT webhook_secrets_pkey PRIMARY KEY (pk);


--
-- Name: workspace_connector_sync_logs workspace_connector_sync_logs_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connector_sync_logs
    ADD CONSTRAINT workspace_connector_sync_logs_pkey PRIMARY KEY (pk);


--
-- Name: workspace_connector_sync_logs workspace_connector_sync_logs_workspace_connector_sync_log__key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connector_sync_logs
    ADD CONSTRAINT workspace_connector_sync_logs_workspace_connector_sync_log__key UNIQUE (workspace_connector_sync_log_id, workspace_connector_pk);


--
-- Name: workspace_connectors workspace_connectors_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connectors
    ADD CONSTRAINT workspace_connectors_pkey PRIMARY KEY (pk);


--
-- Name: workspace_connectors workspace_connectors_workspace_pk_workspace_connector_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connectors
    ADD CONSTRAINT workspace_connectors_workspace_pk_workspace_connector_id_key UNIQUE (workspace_pk, workspace_connector_id);


--
-- Name: workspaces workspaces_pkey; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspaces
    ADD CONSTRAINT workspaces_pkey PRIMARY KEY (pk);


--
-- Name: workspaces workspaces_workspace_id_key; Type: CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspaces
    ADD CONSTRAINT workspaces_workspace_id_key UNIQUE (workspace_id);


--
-- Name: wellhead_schema_history wellhead_schema_history_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wellhead_schema_history
    ADD CONSTRAINT wellhead_schema_history_pkey PRIMARY KEY (version);


--
-- Name: idx_account_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_created_by ON core_api.account_workspace_connectors USING btree (created_by, created_at, account_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_account_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_deleted_by ON core_api.account_workspace_connectors USING btree (deleted_by, created_at, account_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_account_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_record_created ON core_api.account_workspace_connectors USING btree (account_pk, created_at);


--
-- Name: idx_account_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_wc_active_input ON core_api.account_workspace_connectors USING btree (workspace_connector_pk, created_at, account_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_account_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_wc_active_output ON core_api.account_workspace_connectors USING btree (workspace_connector_pk, created_at, account_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_account_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_wc_created_at ON core_api.account_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_account_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_wc_deleted_input ON core_api.account_workspace_connectors USING btree (workspace_connector_pk, created_at, account_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_account_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_account_workspace_connectors_wc_deleted_output ON core_api.account_workspace_connectors USING btree (workspace_connector_pk, created_at, account_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_accounts_account_name; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_accounts_account_name ON core_api.accounts USING btree (workspace_pk, lower((account_name COLLATE "C")), account_id) WHERE ((deleted_at IS NULL) AND (account_name IS NOT NULL));


--
-- Name: idx_accounts_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_accounts_external ON core_api.accounts USING btree (workspace_pk, account_external_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_accounts_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_accounts_external_deleted ON core_api.accounts USING btree (workspace_pk, account_external_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_accounts_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_accounts_workspace_active ON core_api.accounts USING btree (workspace_pk, created_at, account_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_accounts_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_accounts_workspace_deleted ON core_api.accounts USING btree (workspace_pk, created_at, account_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_api_keys_workspace; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_api_keys_workspace ON core_api.api_keys USING btree (workspace_pk);


--
-- Name: idx_api_keys_workspace_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_api_keys_workspace_created ON core_api.api_keys USING btree (workspace_pk, created_at, api_key_id);


--
-- Name: idx_companies_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_companies_external ON core_api.companies USING btree (workspace_pk, external_company_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_companies_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_companies_external_deleted ON core_api.companies USING btree (workspace_pk, external_company_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_companies_name; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_companies_name ON core_api.companies USING btree (workspace_pk, lower((name COLLATE "C")), company_id) WHERE ((deleted_at IS NULL) AND (name IS NOT NULL));


--
-- Name: idx_companies_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_companies_workspace_active ON core_api.companies USING btree (workspace_pk, created_at, company_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_companies_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_companies_workspace_deleted ON core_api.companies USING btree (workspace_pk, created_at, company_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_company_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_created_by ON core_api.company_workspace_connectors USING btree (created_by, created_at, company_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_company_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_deleted_by ON core_api.company_workspace_connectors USING btree (deleted_by, created_at, company_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_company_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_record_created ON core_api.company_workspace_connectors USING btree (company_pk, created_at);


--
-- Name: idx_company_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_wc_active_input ON core_api.company_workspace_connectors USING btree (workspace_connector_pk, created_at, company_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_company_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_wc_active_output ON core_api.company_workspace_connectors USING btree (workspace_connector_pk, created_at, company_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_company_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_wc_created_at ON core_api.company_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_company_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_wc_deleted_input ON core_api.company_workspace_connectors USING btree (workspace_connector_pk, created_at, company_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_company_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_company_workspace_connectors_wc_deleted_output ON core_api.company_workspace_connectors USING btree (workspace_connector_pk, created_at, company_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_connectors_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_connectors_created ON core_api.connectors USING btree (created_at, connector_id);


--
-- Name: idx_document_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_created_by ON core_api.document_workspace_connectors USING btree (created_by, created_at, document_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_document_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_deleted_by ON core_api.document_workspace_connectors USING btree (deleted_by, created_at, document_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_document_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_record_created ON core_api.document_workspace_connectors USING btree (document_pk, created_at);


--
-- Name: idx_document_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_wc_active_input ON core_api.document_workspace_connectors USING btree (workspace_connector_pk, created_at, document_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_document_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_wc_active_output ON core_api.document_workspace_connectors USING btree (workspace_connector_pk, created_at, document_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_document_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_wc_created_at ON core_api.document_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_document_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_wc_deleted_input ON core_api.document_workspace_connectors USING btree (workspace_connector_pk, created_at, document_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_document_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_document_workspace_connectors_wc_deleted_output ON core_api.document_workspace_connectors USING btree (workspace_connector_pk, created_at, document_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_documents_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_documents_external ON core_api.documents USING btree (workspace_pk, external_document_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_documents_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_documents_external_deleted ON core_api.documents USING btree (workspace_pk, external_document_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_documents_filename; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_documents_filename ON core_api.documents USING btree (workspace_pk, lower((filename COLLATE "C")), document_id) WHERE ((deleted_at IS NULL) AND (filename IS NOT NULL));


--
-- Name: idx_documents_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_documents_workspace_active ON core_api.documents USING btree (workspace_pk, created_at, document_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_documents_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_documents_workspace_deleted ON core_api.documents USING btree (workspace_pk, created_at, document_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_invoice_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_created_by ON core_api.invoice_workspace_connectors USING btree (created_by, created_at, invoice_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_invoice_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_deleted_by ON core_api.invoice_workspace_connectors USING btree (deleted_by, created_at, invoice_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_invoice_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_record_created ON core_api.invoice_workspace_connectors USING btree (invoice_pk, created_at);


--
-- Name: idx_invoice_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_wc_active_input ON core_api.invoice_workspace_connectors USING btree (workspace_connector_pk, created_at, invoice_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_invoice_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_wc_active_output ON core_api.invoice_workspace_connectors USING btree (workspace_connector_pk, created_at, invoice_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_invoice_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_wc_created_at ON core_api.invoice_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_invoice_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_wc_deleted_input ON core_api.invoice_workspace_connectors USING btree (workspace_connector_pk, created_at, invoice_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_invoice_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoice_workspace_connectors_wc_deleted_output ON core_api.invoice_workspace_connectors USING btree (workspace_connector_pk, created_at, invoice_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_invoices_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_invoices_external ON core_api.invoices USING btree (workspace_pk, external_invoice_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_invoices_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoices_external_deleted ON core_api.invoices USING btree (workspace_pk, external_invoice_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_invoices_reference_number; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoices_reference_number ON core_api.invoices USING btree (workspace_pk, lower((reference_number COLLATE "C")), invoice_id) WHERE ((deleted_at IS NULL) AND (reference_number IS NOT NULL));


--
-- Name: idx_invoices_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoices_workspace_active ON core_api.invoices USING btree (workspace_pk, created_at, invoice_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_invoices_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_invoices_workspace_deleted ON core_api.invoices USING btree (workspace_pk, created_at, invoice_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_jobs_heard; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_jobs_heard ON core_api.jobs USING btree (heard_at) WHERE (completed_at IS NULL);


--
-- Name: idx_jobs_workspace_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_jobs_workspace_created ON core_api.jobs USING btree (workspace_pk, created_at, job_id);


--
-- Name: idx_link_history_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_link_history_created_by ON core_api.link_history USING btree (created_by, record, created_at, link_id);


--
-- Name: idx_link_history_link; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_link_history_link ON core_api.link_history USING btree (record, link_pk, since);


--
-- Name: idx_link_history_record; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_link_history_record ON core_api.link_history USING btree (record, record_pk, created_at);


--
-- Name: idx_link_history_wc; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_link_history_wc ON core_api.link_history USING btree (workspace_connector_pk, record, created_at, link_id);


--
-- Name: idx_people_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_created_by ON core_api.people_workspace_connectors USING btree (created_by, created_at, people_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_people_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_deleted_by ON core_api.people_workspace_connectors USING btree (deleted_by, created_at, people_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_people_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_record_created ON core_api.people_workspace_connectors USING btree (people_pk, created_at);


--
-- Name: idx_people_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_wc_active_input ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at, people_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_people_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_wc_active_output ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at, people_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_people_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_wc_created_at ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_people_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_wc_deleted_input ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at, people_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_people_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_people_workspace_connectors_wc_deleted_output ON core_api.people_workspace_connectors USING btree (workspace_connector_pk, created_at, people_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_peoples_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_peoples_external ON core_api.peoples USING btree (workspace_pk, external_person_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_peoples_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_peoples_external_deleted ON core_api.peoples USING btree (workspace_pk, external_person_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_peoples_last_name; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_peoples_last_name ON core_api.peoples USING btree (workspace_pk, lower((last_name COLLATE "C")), people_id) WHERE ((deleted_at IS NULL) AND (last_name IS NOT NULL));


--
-- Name: idx_peoples_name; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_peoples_name ON core_api.peoples USING btree (workspace_pk, lower((COALESCE(full_name, first_name) COLLATE "C")), people_id) WHERE ((deleted_at IS NULL) AND (COALESCE(full_name, first_name) IS NOT NULL));


--
-- Name: idx_peoples_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_peoples_workspace_active ON core_api.peoples USING btree (workspace_pk, created_at, people_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_peoples_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_peoples_workspace_deleted ON core_api.peoples USING btree (workspace_pk, created_at, people_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_sync_rejections_run_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_sync_rejections_run_created ON core_api.sync_rejections USING btree (workspace_connector_sync_log_pk, created_at, rejection_id);


--
-- Name: idx_transaction_workspace_connectors_created_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_created_by ON core_api.transaction_workspace_connectors USING btree (created_by, created_at, transaction_workspace_connector_id) WHERE (created_as <> 'run'::core_api.cause_enum);


--
-- Name: idx_transaction_workspace_connectors_deleted_by; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_deleted_by ON core_api.transaction_workspace_connectors USING btree (deleted_by, created_at, transaction_workspace_connector_id) WHERE (deleted_by IS NOT NULL);


--
-- Name: idx_transaction_workspace_connectors_record_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_record_created ON core_api.transaction_workspace_connectors USING btree (transaction_pk, created_at);


--
-- Name: idx_transaction_workspace_connectors_wc_active_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_wc_active_input ON core_api.transaction_workspace_connectors USING btree (workspace_connector_pk, created_at, transaction_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_transaction_workspace_connectors_wc_active_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_wc_active_output ON core_api.transaction_workspace_connectors USING btree (workspace_connector_pk, created_at, transaction_workspace_connector_id) WHERE ((deleted_at IS NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_transaction_workspace_connectors_wc_created_at; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_wc_created_at ON core_api.transaction_workspace_connectors USING btree (workspace_connector_pk, created_at);


--
-- Name: idx_transaction_workspace_connectors_wc_deleted_input; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_wc_deleted_input ON core_api.transaction_workspace_connectors USING btree (workspace_connector_pk, created_at, transaction_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'input'::core_api.direction_enum));


--
-- Name: idx_transaction_workspace_connectors_wc_deleted_output; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transaction_workspace_connectors_wc_deleted_output ON core_api.transaction_workspace_connectors USING btree (workspace_connector_pk, created_at, transaction_workspace_connector_id) WHERE ((deleted_at IS NOT NULL) AND (direction = 'output'::core_api.direction_enum));


--
-- Name: idx_transactions_description; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transactions_description ON core_api.transactions USING btree (workspace_pk, lower((description COLLATE "C")), transaction_id) WHERE ((deleted_at IS NULL) AND (description IS NOT NULL));


--
-- Name: idx_transactions_external; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_transactions_external ON core_api.transactions USING btree (workspace_pk, transaction_external_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_transactions_external_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transactions_external_deleted ON core_api.transactions USING btree (workspace_pk, transaction_external_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_transactions_workspace_active; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transactions_workspace_active ON core_api.transactions USING btree (workspace_pk, created_at, transaction_id) WHERE (deleted_at IS NULL);


--
-- Name: idx_transactions_workspace_deleted; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_transactions_workspace_deleted ON core_api.transactions USING btree (workspace_pk, created_at, transaction_id) WHERE (deleted_at IS NOT NULL);


--
-- Name: idx_webhook_attempts_endpoint_started; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_webhook_attempts_endpoint_started ON core_api.webhook_attempts USING btree (webhook_endpoint_pk, started_at, webhook_attempt_id);


--
-- Name: idx_webhook_endpoints_due; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_webhook_endpoints_due ON core_api.webhook_endpoints USING btree (due_at) WHERE (status = 'enabled'::core_api.webhook_status_enum);


--
-- Name: idx_webhook_endpoints_workspace_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_webhook_endpoints_workspace_created ON core_api.webhook_endpoints USING btree (workspace_pk, created_at, webhook_endpoint_id);


--
-- Name: idx_webhook_secrets_endpoint; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_webhook_secrets_endpoint ON core_api.webhook_secrets USING btree (webhook_endpoint_pk);


--
-- Name: idx_workspace_connector_sync_logs_heard; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_workspace_connector_sync_logs_heard ON core_api.workspace_connector_sync_logs USING btree (heard_at) WHERE ((completed_at IS NULL) AND (sealed_at IS NULL));


--
-- Name: idx_workspace_connector_sync_logs_open; Type: INDEX; Schema: core_api; Owner: -
--

CREATE UNIQUE INDEX idx_workspace_connector_sync_logs_open ON core_api.workspace_connector_sync_logs USING btree (workspace_connector_pk, record, direction) WHERE (completed_at IS NULL);


--
-- Name: idx_workspace_connector_sync_logs_wc_record; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_workspace_connector_sync_logs_wc_record ON core_api.workspace_connector_sync_logs USING btree (workspace_connector_pk, record, started_at, workspace_connector_sync_log_id);


--
-- Name: idx_workspace_connector_sync_logs_wc_started; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_workspace_connector_sync_logs_wc_started ON core_api.workspace_connector_sync_logs USING btree (workspace_connector_pk, started_at, workspace_connector_sync_log_id);


--
-- Name: idx_workspace_connectors_workspace_created; Type: INDEX; Schema: core_api; Owner: -
--

CREATE INDEX idx_workspace_connectors_workspace_created ON core_api.workspace_connectors USING btree (workspace_pk, created_at, workspace_connector_id);


--
-- Name: workspaces journaled; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER journaled AFTER INSERT ON core_api.workspaces FOR EACH ROW EXECUTE FUNCTION core_api.begin_journal();


--
-- Name: account_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.account_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.account_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('accounts', 'account_pk');


--
-- Name: company_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.company_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.company_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('companies', 'company_pk');


--
-- Name: document_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.document_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.document_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('documents', 'document_pk');


--
-- Name: invoice_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.invoice_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.invoice_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('invoices', 'invoice_pk');


--
-- Name: people_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.people_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.people_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('peoples', 'people_pk');


--
-- Name: transaction_workspace_connectors made; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER made AFTER INSERT ON core_api.transaction_workspace_connectors REFERENCING NEW TABLE AS written FOR EACH STATEMENT WHEN ((NOT row_security_active('core_api.transaction_workspace_connectors'::text))) EXECUTE FUNCTION core_api.of_one_workspace('transactions', 'transaction_pk');


--
-- Name: account_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF account_pk, workspace_connector_pk ON core_api.account_workspace_connectors FOR EACH ROW WHEN ((((old.account_pk IS DISTINCT FROM new.account_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.account_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('accounts', 'account_pk');


--
-- Name: company_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF company_pk, workspace_connector_pk ON core_api.company_workspace_connectors FOR EACH ROW WHEN ((((old.company_pk IS DISTINCT FROM new.company_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.company_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('companies', 'company_pk');


--
-- Name: document_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF document_pk, workspace_connector_pk ON core_api.document_workspace_connectors FOR EACH ROW WHEN ((((old.document_pk IS DISTINCT FROM new.document_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.document_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('documents', 'document_pk');


--
-- Name: invoice_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF invoice_pk, workspace_connector_pk ON core_api.invoice_workspace_connectors FOR EACH ROW WHEN ((((old.invoice_pk IS DISTINCT FROM new.invoice_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.invoice_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('invoices', 'invoice_pk');


--
-- Name: people_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF people_pk, workspace_connector_pk ON core_api.people_workspace_connectors FOR EACH ROW WHEN ((((old.people_pk IS DISTINCT FROM new.people_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.people_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('peoples', 'people_pk');


--
-- Name: transaction_workspace_connectors pointed; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER pointed AFTER UPDATE OF transaction_pk, workspace_connector_pk ON core_api.transaction_workspace_connectors FOR EACH ROW WHEN ((((old.transaction_pk IS DISTINCT FROM new.transaction_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) AND (NOT row_security_active('core_api.transaction_workspace_connectors'::text)))) EXECUTE FUNCTION core_api.of_one_workspace('transactions', 'transaction_pk');


--
-- Name: account_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.account_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.account_pk IS DISTINCT FROM new.account_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: company_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.company_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.company_pk IS DISTINCT FROM new.company_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: document_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.document_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.document_pk IS DISTINCT FROM new.document_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: invoice_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.invoice_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.invoice_pk IS DISTINCT FROM new.invoice_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: people_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.people_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.people_pk IS DISTINCT FROM new.people_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: transaction_workspace_connectors said_once; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER said_once BEFORE UPDATE OF since, changed_as, changed_by, deleted_at, deleted_as, deleted_by, reason ON core_api.transaction_workspace_connectors FOR EACH ROW WHEN (((NOT (((old.transaction_pk IS DISTINCT FROM new.transaction_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction))) AND ((old.deleted_at IS NULL) OR (NOT (new.deleted_at IS DISTINCT FROM old.deleted_at))) AND ((((old.since IS DISTINCT FROM new.since) OR (old.changed_as IS DISTINCT FROM new.changed_as)) OR (old.changed_by IS DISTINCT FROM new.changed_by)) OR ((NOT (new.deleted_at IS DISTINCT FROM old.deleted_at)) AND (((old.deleted_as IS DISTINCT FROM new.deleted_as) OR (old.deleted_by IS DISTINCT FROM new.deleted_by)) OR (old.reason IS DISTINCT FROM new.reason))) OR ((old.deleted_at IS NULL) AND (new.deleted_at <= COALESCE(old.updated_at, old.created_at)))))) EXECUTE FUNCTION core_api.said_once();


--
-- Name: accounts stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.accounts FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: companies stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.companies FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: documents stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.documents FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: invoices stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.invoices FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: peoples stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.peoples FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: transactions stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.transactions FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: workspace_connectors stays; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER stays AFTER UPDATE OF workspace_pk ON core_api.workspace_connectors FOR EACH ROW WHEN ((old.workspace_pk <> new.workspace_pk)) EXECUTE FUNCTION core_api.stays_in_its_workspace();


--
-- Name: account_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF account_pk, workspace_connector_pk, direction, deleted_at ON core_api.account_workspace_connectors FOR EACH ROW WHEN (((((old.account_pk IS DISTINCT FROM new.account_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('account', 'account_workspace_connector_id', 'account_pk', 'accounts');


--
-- Name: company_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF company_pk, workspace_connector_pk, direction, deleted_at ON core_api.company_workspace_connectors FOR EACH ROW WHEN (((((old.company_pk IS DISTINCT FROM new.company_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('company', 'company_workspace_connector_id', 'company_pk', 'companies');


--
-- Name: document_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF document_pk, workspace_connector_pk, direction, deleted_at ON core_api.document_workspace_connectors FOR EACH ROW WHEN (((((old.document_pk IS DISTINCT FROM new.document_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('document', 'document_workspace_connector_id', 'document_pk', 'documents');


--
-- Name: invoice_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF invoice_pk, workspace_connector_pk, direction, deleted_at ON core_api.invoice_workspace_connectors FOR EACH ROW WHEN (((((old.invoice_pk IS DISTINCT FROM new.invoice_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('invoice', 'invoice_workspace_connector_id', 'invoice_pk', 'invoices');


--
-- Name: people_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF people_pk, workspace_connector_pk, direction, deleted_at ON core_api.people_workspace_connectors FOR EACH ROW WHEN (((((old.people_pk IS DISTINCT FROM new.people_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('people', 'people_workspace_connector_id', 'people_pk', 'peoples');


--
-- Name: transaction_workspace_connectors superseded; Type: TRIGGER; Schema: core_api; Owner: -
--

CREATE TRIGGER superseded AFTER UPDATE OF transaction_pk, workspace_connector_pk, direction, deleted_at ON core_api.transaction_workspace_connectors FOR EACH ROW WHEN (((((old.transaction_pk IS DISTINCT FROM new.transaction_pk) OR (old.workspace_connector_pk IS DISTINCT FROM new.workspace_connector_pk)) OR (old.direction IS DISTINCT FROM new.direction)) OR ((old.deleted_at IS NOT NULL) AND (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION core_api.supersede('transaction', 'transaction_workspace_connector_id', 'transaction_pk', 'transactions');


--
-- Name: account_workspace_connectors account_workspace_connectors_account_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.account_workspace_connectors
    ADD CONSTRAINT account_workspace_connectors_account_pk_fkey FOREIGN KEY (account_pk) REFERENCES core_api.accounts(pk) ON UPDATE CASCADE;


--
-- Name: account_workspace_connectors account_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.account_workspace_connectors
    ADD CONSTRAINT account_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: accounts accounts_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.accounts
    ADD CONSTRAINT accounts_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: api_keys api_keys_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.api_keys
    ADD CONSTRAINT api_keys_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: companies companies_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.companies
    ADD CONSTRAINT companies_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: company_workspace_connectors company_workspace_connectors_company_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.company_workspace_connectors
    ADD CONSTRAINT company_workspace_connectors_company_pk_fkey FOREIGN KEY (company_pk) REFERENCES core_api.companies(pk) ON UPDATE CASCADE;


--
-- Name: company_workspace_connectors company_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.company_workspace_connectors
    ADD CONSTRAINT company_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: document_workspace_connectors document_workspace_connectors_document_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.document_workspace_connectors
    ADD CONSTRAINT document_workspace_connectors_document_pk_fkey FOREIGN KEY (document_pk) REFERENCES core_api.documents(pk) ON UPDATE CASCADE;


--
-- Name: document_workspace_connectors document_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.document_workspace_connectors
    ADD CONSTRAINT document_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: documents documents_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.documents
    ADD CONSTRAINT documents_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: invoice_workspace_connectors invoice_workspace_connectors_invoice_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoice_workspace_connectors
    ADD CONSTRAINT invoice_workspace_connectors_invoice_pk_fkey FOREIGN KEY (invoice_pk) REFERENCES core_api.invoices(pk) ON UPDATE CASCADE;


--
-- Name: invoice_workspace_connectors invoice_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoice_workspace_connectors
    ADD CONSTRAINT invoice_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: invoices invoices_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.invoices
    ADD CONSTRAINT invoices_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: jobs jobs_record_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_record_fkey FOREIGN KEY (record) REFERENCES core_api.record_kinds(record);


--
-- Name: jobs jobs_stream_record_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_stream_record_fkey FOREIGN KEY (stream_record) REFERENCES core_api.record_kinds(record);


--
-- Name: jobs jobs_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: jobs jobs_workspace_connector_sync_log_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_workspace_connector_sync_log_pk_fkey FOREIGN KEY (workspace_connector_sync_log_pk) REFERENCES core_api.workspace_connector_sync_logs(pk) ON UPDATE CASCADE;


--
-- Name: jobs jobs_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.jobs
    ADD CONSTRAINT jobs_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: journal_heads journal_heads_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.journal_heads
    ADD CONSTRAINT journal_heads_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: link_history link_history_record_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.link_history
    ADD CONSTRAINT link_history_record_fkey FOREIGN KEY (record) REFERENCES core_api.record_kinds(record);


--
-- Name: link_history link_history_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.link_history
    ADD CONSTRAINT link_history_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: people_workspace_connectors people_workspace_connectors_people_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.people_workspace_connectors
    ADD CONSTRAINT people_workspace_connectors_people_pk_fkey FOREIGN KEY (people_pk) REFERENCES core_api.peoples(pk) ON UPDATE CASCADE;


--
-- Name: people_workspace_connectors people_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.people_workspace_connectors
    ADD CONSTRAINT people_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: peoples peoples_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.peoples
    ADD CONSTRAINT peoples_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: sync_deliveries sync_deliveries_workspace_connector_sync_log_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.sync_deliveries
    ADD CONSTRAINT sync_deliveries_workspace_connector_sync_log_pk_fkey FOREIGN KEY (workspace_connector_sync_log_pk) REFERENCES core_api.workspace_connector_sync_logs(pk) ON UPDATE CASCADE;


--
-- Name: sync_rejections sync_rejections_workspace_connector_sync_log_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.sync_rejections
    ADD CONSTRAINT sync_rejections_workspace_connector_sync_log_pk_fkey FOREIGN KEY (workspace_connector_sync_log_pk) REFERENCES core_api.workspace_connector_sync_logs(pk) ON UPDATE CASCADE;


--
-- Name: transaction_workspace_connectors transaction_workspace_connectors_transaction_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transaction_workspace_connectors
    ADD CONSTRAINT transaction_workspace_connectors_transaction_pk_fkey FOREIGN KEY (transaction_pk) REFERENCES core_api.transactions(pk) ON UPDATE CASCADE;


--
-- Name: transaction_workspace_connectors transaction_workspace_connectors_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transaction_workspace_connectors
    ADD CONSTRAINT transaction_workspace_connectors_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: transactions transactions_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.transactions
    ADD CONSTRAINT transactions_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: webhook_attempts webhook_attempts_webhook_endpoint_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_attempts
    ADD CONSTRAINT webhook_attempts_webhook_endpoint_pk_fkey FOREIGN KEY (webhook_endpoint_pk) REFERENCES core_api.webhook_endpoints(pk) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: webhook_endpoints webhook_endpoints_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: webhook_secrets webhook_secrets_webhook_endpoint_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.webhook_secrets
    ADD CONSTRAINT webhook_secrets_webhook_endpoint_pk_fkey FOREIGN KEY (webhook_endpoint_pk) REFERENCES core_api.webhook_endpoints(pk) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: workspace_connector_sync_logs workspace_connector_sync_logs_record_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connector_sync_logs
    ADD CONSTRAINT workspace_connector_sync_logs_record_fkey FOREIGN KEY (record) REFERENCES core_api.record_kinds(record);


--
-- Name: workspace_connector_sync_logs workspace_connector_sync_logs_workspace_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connector_sync_logs
    ADD CONSTRAINT workspace_connector_sync_logs_workspace_connector_pk_fkey FOREIGN KEY (workspace_connector_pk) REFERENCES core_api.workspace_connectors(pk) ON UPDATE CASCADE;


--
-- Name: workspace_connectors workspace_connectors_connector_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connectors
    ADD CONSTRAINT workspace_connectors_connector_pk_fkey FOREIGN KEY (connector_pk) REFERENCES core_api.connectors(pk) ON UPDATE CASCADE;


--
-- Name: workspace_connectors workspace_connectors_workspace_pk_fkey; Type: FK CONSTRAINT; Schema: core_api; Owner: -
--

ALTER TABLE ONLY core_api.workspace_connectors
    ADD CONSTRAINT workspace_connectors_workspace_pk_fkey FOREIGN KEY (workspace_pk) REFERENCES core_api.workspaces(pk) ON UPDATE CASCADE;


--
-- Name: account_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.account_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: accounts; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.accounts ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.api_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: account_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.account_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.accounts r
  WHERE (r.pk = account_workspace_connectors.account_pk))));


--
-- Name: company_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.company_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.companies r
  WHERE (r.pk = company_workspace_connectors.company_pk))));


--
-- Name: document_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.document_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.documents r
  WHERE (r.pk = document_workspace_connectors.document_pk))));


--
-- Name: invoice_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.invoice_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.invoices r
  WHERE (r.pk = invoice_workspace_connectors.invoice_pk))));


--
-- Name: people_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.people_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.peoples p
  WHERE (p.pk = people_workspace_connectors.people_pk))));


--
-- Name: transaction_workspace_connectors change; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY change ON core_api.transaction_workspace_connectors FOR UPDATE TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w)))) WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.transactions r
  WHERE (r.pk = transaction_workspace_connectors.transaction_pk))));


--
-- Name: companies; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.companies ENABLE ROW LEVEL SECURITY;

--
-- Name: company_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.company_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: document_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.document_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: documents; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.documents ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys every; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY every ON core_api.api_keys TO wellhead_operator USING (true) WITH CHECK (true);


--
-- Name: workspaces every; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY every ON core_api.workspaces TO wellhead_operator USING (true) WITH CHECK (true);


--
-- Name: invoice_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.invoice_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: invoices; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.invoices ENABLE ROW LEVEL SECURITY;

--
-- Name: jobs; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.jobs ENABLE ROW LEVEL SECURITY;

--
-- Name: journal; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.journal ENABLE ROW LEVEL SECURITY;

--
-- Name: journal_heads; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.journal_heads ENABLE ROW LEVEL SECURITY;

--
-- Name: link_history; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.link_history ENABLE ROW LEVEL SECURITY;

--
-- Name: account_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.account_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.accounts r
  WHERE (r.pk = account_workspace_connectors.account_pk))));


--
-- Name: company_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.company_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.companies r
  WHERE (r.pk = company_workspace_connectors.company_pk))));


--
-- Name: document_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.document_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.documents r
  WHERE (r.pk = document_workspace_connectors.document_pk))));


--
-- Name: invoice_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.invoice_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.invoices r
  WHERE (r.pk = invoice_workspace_connectors.invoice_pk))));


--
-- Name: people_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.people_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.peoples p
  WHERE (p.pk = people_workspace_connectors.people_pk))));


--
-- Name: transaction_workspace_connectors make; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY make ON core_api.transaction_workspace_connectors FOR INSERT TO wellhead_service WITH CHECK (((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))) AND ( SELECT true
   FROM core_api.transactions r
  WHERE (r.pk = transaction_workspace_connectors.transaction_pk))));


--
-- Name: accounts own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.accounts TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: api_keys own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.api_keys FOR SELECT TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: companies own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.companies TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: documents own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.documents TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: invoices own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.invoices TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: jobs own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.jobs TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: journal own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.journal TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: journal_heads own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.journal_heads TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: peoples own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.peoples TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: sync_deliveries own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.sync_deliveries TO wellhead_service USING ((( SELECT w.workspace_pk
   FROM (core_api.workspace_connector_sync_logs r
     JOIN core_api.workspace_connectors w ON ((w.pk = r.workspace_connector_pk)))
  WHERE (r.pk = sync_deliveries.workspace_connector_sync_log_pk)) = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: sync_rejections own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.sync_rejections TO wellhead_service USING ((( SELECT w.workspace_pk
   FROM (core_api.workspace_connector_sync_logs r
     JOIN core_api.workspace_connectors w ON ((w.pk = r.workspace_connector_pk)))
  WHERE (r.pk = sync_rejections.workspace_connector_sync_log_pk)) = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: transactions own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.transactions TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: webhook_attempts own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.webhook_attempts TO wellhead_service USING ((webhook_endpoint_pk = ANY (ARRAY( SELECT e.pk
   FROM core_api.webhook_endpoints e))));


--
-- Name: webhook_endpoints own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.webhook_endpoints TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: webhook_secrets own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.webhook_secrets TO wellhead_service USING ((webhook_endpoint_pk = ANY (ARRAY( SELECT e.pk
   FROM core_api.webhook_endpoints e))));


--
-- Name: workspace_connector_sync_logs own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.workspace_connector_sync_logs TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: workspace_connectors own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.workspace_connectors TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: workspaces own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.workspaces FOR SELECT TO wellhead_service USING ((pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: people_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.people_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: peoples; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.peoples ENABLE ROW LEVEL SECURITY;

--
-- Name: workspaces raise; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY raise ON core_api.workspaces FOR UPDATE TO wellhead_service USING ((pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


--
-- Name: account_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.account_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: company_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.company_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: document_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.document_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: invoice_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.invoice_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: link_history read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.link_history FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: people_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.people_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: transaction_workspace_connectors read; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY read ON core_api.transaction_workspace_connectors FOR SELECT TO wellhead_service USING ((workspace_connector_pk = ANY (ARRAY( SELECT w.pk
   FROM core_api.workspace_connectors w))));


--
-- Name: sync_deliveries; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.sync_deliveries ENABLE ROW LEVEL SECURITY;

--
-- Name: sync_rejections; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.sync_rejections ENABLE ROW LEVEL SECURITY;

--
-- Name: transaction_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transaction_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: transactions; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transactions ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_attempts; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_attempts ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_endpoints; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_endpoints ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_secrets; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.webhook_secrets ENABLE ROW LEVEL SECURITY;

--
-- Name: workspace_connector_sync_logs; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspace_connector_sync_logs ENABLE ROW LEVEL SECURITY;

--
-- Name: workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: workspaces; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.workspaces ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA core_api; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA core_api TO wellhead_service;
GRANT USAGE ON SCHEMA core_api TO wellhead_operator;


--
-- Name: TABLE accounts; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.accounts TO wellhead_service;


--
-- Name: FUNCTION account_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.account_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.account_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: TABLE api_keys; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.api_keys TO wellhead_operator;


--
-- Name: COLUMN api_keys.pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(pk) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: COLUMN api_keys.api_key_id; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(api_key_id) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: COLUMN api_keys.workspace_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(workspace_pk) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: COLUMN api_keys.role; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(role) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: COLUMN api_keys.created_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(created_at) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: COLUMN api_keys.revoked_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT(revoked_at) ON TABLE core_api.api_keys TO wellhead_service;


--
-- Name: TABLE workspaces; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT ON TABLE core_api.workspaces TO wellhead_service;
GRANT SELECT,INSERT ON TABLE core_api.workspaces TO wellhead_operator;


--
-- Name: COLUMN workspaces.epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(epoch) ON TABLE core_api.workspaces TO wellhead_service;


--
-- Name: FUNCTION authenticate(hash bytea, OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.authenticate(hash bytea, OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.authenticate(hash bytea, OUT api_key_id uuid, OUT workspace_id uuid, OUT workspace_pk bigint, OUT role text) TO wellhead_service;


--
-- Name: FUNCTION begin_journal(); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.begin_journal() FROM PUBLIC;


--
-- Name: TABLE companies; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.companies TO wellhead_service;


--
-- Name: FUNCTION company_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.company_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.company_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: TABLE documents; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.documents TO wellhead_service;


--
-- Name: FUNCTION document_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.document_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.document_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: TABLE invoices; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.invoices TO wellhead_service;


--
-- Name: FUNCTION invoice_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.invoice_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.invoice_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: FUNCTION journal_account_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_account_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_account_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: FUNCTION journal_company_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_company_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_company_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: FUNCTION journal_document_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_document_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_document_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: FUNCTION journal_forget(before timestamp with time zone, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_forget(before timestamp with time zone, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_forget(before timestamp with time zone, most bigint) TO wellhead_service;


--
-- Name: FUNCTION journal_invoice_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_invoice_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_invoice_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: TABLE journal; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.journal TO wellhead_service;


--
-- Name: FUNCTION journal_old(before timestamp with time zone, OUT workspace_id uuid, OUT workspace_pk bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_old(before timestamp with time zone, OUT workspace_id uuid, OUT workspace_pk bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_old(before timestamp with time zone, OUT workspace_id uuid, OUT workspace_pk bigint) TO wellhead_service;


--
-- Name: FUNCTION journal_people_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_people_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_people_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: FUNCTION journal_transaction_workspace_connectors_made(ids uuid[]); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.journal_transaction_workspace_connectors_made(ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.journal_transaction_workspace_connectors_made(ids uuid[]) TO wellhead_service;


--
-- Name: PROCEDURE keep_history(IN kind text, IN records text); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON PROCEDURE core_api.keep_history(IN kind text, IN records text) FROM PUBLIC;


--
-- Name: TABLE jobs; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.jobs TO wellhead_service;


--
-- Name: FUNCTION left_by(worker text, OUT workspace_id uuid, OUT workspace_pk bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.left_by(worker text, OUT workspace_id uuid, OUT workspace_pk bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.left_by(worker text, OUT workspace_id uuid, OUT workspace_pk bigint) TO wellhead_service;


--
-- Name: TABLE workspace_connector_sync_logs; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.workspace_connector_sync_logs TO wellhead_service;


--
-- Name: TABLE workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.workspace_connectors TO wellhead_service;


--
-- Name: FUNCTION neglected(silence interval, OUT workspace_id uuid, OUT workspace_pk bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.neglected(silence interval, OUT workspace_id uuid, OUT workspace_pk bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.neglected(silence interval, OUT workspace_id uuid, OUT workspace_pk bigint) TO wellhead_service;


--
-- Name: TABLE peoples; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.peoples TO wellhead_service;


--
-- Name: FUNCTION people_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.people_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.people_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: FUNCTION said_once(); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.said_once() FROM PUBLIC;


--
-- Name: FUNCTION supersede(); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.supersede() FROM PUBLIC;


--
-- Name: TABLE transactions; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.transactions TO wellhead_service;


--
-- Name: FUNCTION transaction_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.transaction_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.transaction_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: TABLE journal_heads; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT ON TABLE core_api.journal_heads TO wellhead_service;


--
-- Name: COLUMN journal_heads.head; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(head) ON TABLE core_api.journal_heads TO wellhead_service;


--
-- Name: TABLE webhook_endpoints; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core_api.webhook_endpoints TO wellhead_service;


--
-- Name: FUNCTION webhooks_due(OUT workspace_id uuid, OUT workspace_pk bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.webhooks_due(OUT workspace_id uuid, OUT workspace_pk bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.webhooks_due(OUT workspace_id uuid, OUT workspace_pk bigint) TO wellhead_service;


--
-- Name: TABLE account_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.account_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(account_pk) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN account_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: TABLE company_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.company_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(company_pk) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN company_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: TABLE connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT ON TABLE core_api.connectors TO wellhead_service;
GRANT SELECT,INSERT ON TABLE core_api.connectors TO wellhead_operator;


--
-- Name: TABLE document_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.document_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(document_pk) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN document_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: TABLE invoice_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.invoice_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(invoice_pk) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN invoice_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: TABLE link_history; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT ON TABLE core_api.link_history TO wellhead_service;


--
-- Name: TABLE people_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.people_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(people_pk) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN people_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: TABLE sync_deliveries; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.sync_deliveries TO wellhead_service;


--
-- Name: TABLE sync_rejections; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.sync_rejections TO wellhead_service;


--
-- Name: TABLE transaction_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.direction; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(direction) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.transaction_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(transaction_pk) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.workspace_connector_pk; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(workspace_connector_pk) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.updated_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(updated_at) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.deleted_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.changed_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_epoch) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.made_epoch; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(made_epoch) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.seen_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_by) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.seen_at; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.since; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(since) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.changed_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_as) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.changed_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(changed_by) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.deleted_as; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_as) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.deleted_by; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(deleted_by) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: COLUMN transaction_workspace_connectors.reason; Type: ACL; Schema: core_api; Owner: -
--

GRANT UPDATE(reason) ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: TABLE webhook_attempts; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core_api.webhook_attempts TO wellhead_service;


--
-- Name: TABLE webhook_secrets; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE core_api.webhook_secrets TO wellhead_service;


--
-- Name: TABLE wellhead_schema_history; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.wellhead_schema_history TO PUBLIC;


--
-- PostgreSQL database dump complete
--


