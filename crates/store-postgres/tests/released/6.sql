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
    updated_at timestamp with time zone
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
    made_epoch bigint
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
    made_epoch bigint
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
    made_epoch bigint
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
    made_epoch bigint
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
    made_epoch bigint
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
    made_epoch bigint
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

INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8b76-7bf5-8935-3527717942bb', 'input', 1, 1, '2026-11-26 05:05:27.415024+00', '2026-11-26 05:05:27.415024+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8bd2-7fa5-9b79-551e6ffede67', 'input', 2, 1, '2026-11-26 05:05:27.506874+00', '2026-11-26 05:05:27.506874+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8c17-75d7-90b8-227cb0fc5ecc', 'output', 1, 2, '2026-11-26 05:05:27.576049+00', '2026-11-26 05:05:28.396859+00', '2026-11-26 05:05:28.396859+00', 9, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-924b-7f8e-b0d1-c6898870c110', 'input', 3, 3, '2026-11-26 05:05:29.16404+00', '2026-11-26 05:05:29.16404+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-9292-7095-b07a-488f4de0ba62', 'input', 4, 3, '2026-11-26 05:05:29.23464+00', '2026-11-26 05:05:29.23464+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-92df-78fb-8b43-1df117a4f40b', 'output', 3, 4, '2026-11-26 05:05:29.31209+00', '2026-11-26 05:05:30.146326+00', '2026-11-26 05:05:30.146326+00', 9, NULL);


--
-- Data for Name: accounts; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8b76-71a1-bac7-35fa6256e89f', 1, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 05:05:27.415024+00', '2026-11-26 05:05:27.415024+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8bd2-7fb5-a80c-c9a5cbf0b3c3', 1, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 05:05:27.506874+00', '2026-11-26 05:05:27.506874+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-924b-7f08-ad07-46a51985b920', 2, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 05:05:29.16404+00', '2026-11-26 05:05:29.16404+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9292-7ba8-990e-7653f47dcdc6', 2, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 05:05:29.23464+00', '2026-11-26 05:05:29.23464+00', NULL);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-88ed-7a97-ad01-fcb0b18501d3', 1, 'admin', '\x402bcca741e4808e579c8dd78d1f703131e577492f02d45512aa995648b97e46', '2026-11-26 05:05:26.765822+00', NULL);
INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-9020-7cad-80c5-5c1532c47447', 2, 'admin', '\x3cc3a6d5a9163f299d9ae9cd96b5aa52347bc93f88b25fc2e5757aebb02540fb', '2026-11-26 05:05:28.608379+00', NULL);


--
-- Data for Name: companies; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8a73-7a55-a315-2de350af55c9', 1, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 05:05:27.15561+00', '2026-11-26 05:05:27.15561+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8ac9-717e-9236-f5e649201d65', 1, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 05:05:27.242066+00', '2026-11-26 05:05:27.242066+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-916b-7039-9a30-2cd85a576a50', 2, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 05:05:28.939648+00', '2026-11-26 05:05:28.939648+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-91b6-7917-b036-391dd4f82b68', 2, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 05:05:29.014552+00', '2026-11-26 05:05:29.014552+00', NULL);


--
-- Data for Name: company_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8a73-712f-a8d1-57b1b3c9564d', 'input', 1, 1, '2026-11-26 05:05:27.15561+00', '2026-11-26 05:05:27.15561+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8ac9-7b86-9291-e3ad3dc22078', 'input', 2, 1, '2026-11-26 05:05:27.242066+00', '2026-11-26 05:05:27.242066+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8b1a-77e4-9ca0-89ad6956324e', 'output', 1, 2, '2026-11-26 05:05:27.323042+00', '2026-11-26 05:05:28.39208+00', '2026-11-26 05:05:28.39208+00', 6, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-916b-7a10-afbc-2073fc7185af', 'input', 3, 3, '2026-11-26 05:05:28.939648+00', '2026-11-26 05:05:28.939648+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-91b6-7d49-b5a5-6b6986a7734c', 'input', 4, 3, '2026-11-26 05:05:29.014552+00', '2026-11-26 05:05:29.014552+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-9201-7022-9a6f-36ae05545757', 'output', 3, 4, '2026-11-26 05:05:29.089119+00', '2026-11-26 05:05:30.1396+00', '2026-11-26 05:05:30.1396+00', 6, NULL);


--
-- Data for Name: connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8939-7d93-a9b0-db18c6fc9af9', 'crm', 'crm', '2026-11-26 05:05:26.841696+00', '2026-11-26 05:05:26.841696+00', NULL);
INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-89f6-7786-9bd6-c26a48d76bbf', 'mailer', 'mailer', '2026-11-26 05:05:27.030784+00', '2026-11-26 05:05:27.030784+00', NULL);


--
-- Data for Name: document_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8e3b-71fe-86e0-89457fe1be36', 'input', 1, 1, '2026-11-26 05:05:28.123621+00', '2026-11-26 05:05:28.123621+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8e82-789b-8a7c-ee326ceec33c', 'input', 2, 1, '2026-11-26 05:05:28.194979+00', '2026-11-26 05:05:28.194979+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8ee2-7e2a-89c7-7b7f90d453c9', 'output', 1, 2, '2026-11-26 05:05:28.290829+00', '2026-11-26 05:05:28.413845+00', '2026-11-26 05:05:28.413845+00', 18, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-951f-7c33-8885-7963e1f01163', 'input', 3, 3, '2026-11-26 05:05:29.887192+00', '2026-11-26 05:05:29.887192+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-957b-7235-82ea-47269909d354', 'input', 4, 3, '2026-11-26 05:05:29.979113+00', '2026-11-26 05:05:29.979113+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-95c8-749e-8115-e81c6725b928', 'output', 3, 4, '2026-11-26 05:05:30.056283+00', '2026-11-26 05:05:30.162904+00', '2026-11-26 05:05:30.162904+00', 18, NULL);


--
-- Data for Name: documents; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8e3b-77da-8b96-54572cf9b4b7', 1, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 05:05:28.123621+00', '2026-11-26 05:05:28.123621+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8e82-7822-b777-30c912bf1625', 1, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 05:05:28.194979+00', '2026-11-26 05:05:28.194979+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-951f-7112-abdf-c2d4e4b097a6', 2, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 05:05:29.887192+00', '2026-11-26 05:05:29.887192+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-957b-7a42-bcdc-07d72aa8e8c9', 2, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 05:05:29.979113+00', '2026-11-26 05:05:29.979113+00', NULL);


--
-- Data for Name: invoice_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8c6d-7672-9bb9-413cc5577e59', 'input', 1, 1, '2026-11-26 05:05:27.661787+00', '2026-11-26 05:05:27.661787+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8cbf-7d58-b08b-a302a6e5b3de', 'input', 2, 1, '2026-11-26 05:05:27.743372+00', '2026-11-26 05:05:27.743372+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8d08-77da-aff4-c174a149ddb4', 'output', 1, 2, '2026-11-26 05:05:27.816911+00', '2026-11-26 05:05:28.401909+00', '2026-11-26 05:05:28.401909+00', 12, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9329-74db-a982-3a1d8a010283', 'input', 3, 3, '2026-11-26 05:05:29.385576+00', '2026-11-26 05:05:29.385576+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-9389-7fae-8af3-bc373971fcdd', 'input', 4, 3, '2026-11-26 05:05:29.48167+00', '2026-11-26 05:05:29.48167+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-93da-773f-9930-bf9cd1fb6b09', 'output', 3, 4, '2026-11-26 05:05:29.562338+00', '2026-11-26 05:05:30.152476+00', '2026-11-26 05:05:30.152476+00', 12, NULL);


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8c6d-73d9-9598-222fdbd43e28', 1, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 05:05:27.661787+00', '2026-11-26 05:05:27.661787+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8cbf-7cc4-a2be-07ac708f7c2a', 1, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 05:05:27.743372+00', '2026-11-26 05:05:27.743372+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-9329-7d4c-ae54-ec0f625c1e5a', 2, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 05:05:29.385576+00', '2026-11-26 05:05:29.385576+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9389-7870-92fa-6540fd987252', 2, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 05:05:29.48167+00', '2026-11-26 05:05:29.48167+00', NULL);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8f39-7d85-9e9c-8830ef2998a8', 1, 'disconnect', NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a2163e-89f9-7bf5-8706-e58f0ebb921c', 'document', 'output', '2026-11-26 05:05:28.290829+00', '01a2163e-8ee2-7e2a-89c7-7b7f90d453c9', NULL, 19, NULL, '2026-11-26 05:05:28.377872+00', '2026-11-26 05:05:28.416663+00', '2026-11-26 05:05:28.431896+00', '2026-11-26 05:05:28.416663+00');
INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-9606-758b-859f-86e89e65c803', 2, 'disconnect', NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a2163e-9105-76b4-bc16-220bc6fe0c9e', 'document', 'output', '2026-11-26 05:05:30.056283+00', '01a2163e-95c8-749e-8115-e81c6725b928', NULL, 19, NULL, '2026-11-26 05:05:30.118788+00', '2026-11-26 05:05:30.165257+00', '2026-11-26 05:05:30.175201+00', '2026-11-26 05:05:30.165257+00');


--
-- Data for Name: people_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-895e-779e-a32b-0d62a607f3cc', 'input', 1, 1, '2026-11-26 05:05:26.878621+00', '2026-11-26 05:05:26.878621+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-89b6-742b-95fc-91d1c197bf5d', 'input', 2, 1, '2026-11-26 05:05:26.966482+00', '2026-11-26 05:05:26.966482+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8a13-72bb-b8ed-e23d318cf8e5', 'output', 1, 2, '2026-11-26 05:05:27.059372+00', '2026-11-26 05:05:28.386334+00', '2026-11-26 05:05:28.386334+00', 3, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9077-78cc-91c1-8cfaed96dc62', 'input', 3, 3, '2026-11-26 05:05:28.696089+00', '2026-11-26 05:05:28.696089+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-90d1-7f50-ba2b-5088e130b3c7', 'input', 4, 3, '2026-11-26 05:05:28.785527+00', '2026-11-26 05:05:28.785527+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-911b-7a7f-ae6c-c4009439e092', 'output', 3, 4, '2026-11-26 05:05:28.860068+00', '2026-11-26 05:05:30.13002+00', '2026-11-26 05:05:30.13002+00', 3, NULL);


--
-- Data for Name: peoples; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-895e-7cbe-9a64-5b92569e091a', 1, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 05:05:26.878621+00', '2026-11-26 05:05:26.878621+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-89b6-7f8c-87a3-f852d808e1bc', 1, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 05:05:26.966482+00', '2026-11-26 05:05:26.966482+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-9077-7ab1-a911-bce32a5c2e9e', 2, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 05:05:28.696089+00', '2026-11-26 05:05:28.696089+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-90d1-7e30-9a76-cb1bd24efdce', 2, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 05:05:28.785527+00', '2026-11-26 05:05:28.785527+00', NULL);


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

INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (1, 1, '01a2163e-8948-7cc9-9310-d81812d214cb', 1, '2026-11-26 05:05:26.878621+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (3, 2, '01a2163e-89a3-7bec-8e85-c8355f65e1f0', 1, '2026-11-26 05:05:26.966482+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (5, 3, '01a2163e-8a03-7227-916b-f2d81032653c', 1, '2026-11-26 05:05:27.059372+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (7, 4, '01a2163e-8a63-77ea-acaf-baff7ccab773', 1, '2026-11-26 05:05:27.15561+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (9, 5, '01a2163e-8aba-7e3b-94c9-2e7ce8b89439', 1, '2026-11-26 05:05:27.242066+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (11, 6, '01a2163e-8b0a-7fac-8055-2209a8312dfe', 1, '2026-11-26 05:05:27.323042+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (13, 7, '01a2163e-8b64-7d95-87e8-fb512904aacc', 1, '2026-11-26 05:05:27.415024+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (15, 8, '01a2163e-8bc2-7204-8d01-5ca372db3c64', 1, '2026-11-26 05:05:27.506874+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (17, 9, '01a2163e-8c08-71f8-ab32-91dd81252a2a', 1, '2026-11-26 05:05:27.576049+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (19, 10, '01a2163e-8c5e-7a71-86d6-c6311ed6d15a', 1, '2026-11-26 05:05:27.661787+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (21, 11, '01a2163e-8cae-758d-8ae3-9bc83738b689', 1, '2026-11-26 05:05:27.743372+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (23, 12, '01a2163e-8cf9-7335-ab99-6df209d07d9c', 1, '2026-11-26 05:05:27.816911+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (25, 13, '01a2163e-8d41-73c6-8484-bef2a8e4d950', 1, '2026-11-26 05:05:27.887194+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (27, 14, '01a2163e-8d8b-7d10-a65a-38c569173733', 1, '2026-11-26 05:05:27.962191+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (29, 15, '01a2163e-8ddf-7ab0-9e7e-f0002447a449', 1, '2026-11-26 05:05:28.046912+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (31, 16, '01a2163e-8e2c-7f53-842f-1ccd24a81e97', 1, '2026-11-26 05:05:28.123621+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (33, 17, '01a2163e-8e75-7bd7-98a0-a3989bcef715', 1, '2026-11-26 05:05:28.194979+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (35, 18, '01a2163e-8ed1-710a-897e-070e1db881d1', 1, '2026-11-26 05:05:28.290829+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (37, 19, '01a2163e-9064-7d8d-b2dc-62898a585535', 1, '2026-11-26 05:05:28.696089+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (39, 20, '01a2163e-90be-74f8-823a-022d5cfb033e', 1, '2026-11-26 05:05:28.785527+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (41, 21, '01a2163e-910d-7410-8a9e-021d7e42b659', 1, '2026-11-26 05:05:28.860068+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (43, 22, '01a2163e-915c-7670-8cfa-e02410e87a99', 1, '2026-11-26 05:05:28.939648+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (45, 23, '01a2163e-91a8-7efd-8e9d-5d1e388e5fae', 1, '2026-11-26 05:05:29.014552+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (47, 24, '01a2163e-91f2-7c2f-93eb-be6ba4544c3c', 1, '2026-11-26 05:05:29.089119+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (49, 25, '01a2163e-923d-74e4-91db-451acd6939a3', 1, '2026-11-26 05:05:29.16404+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (51, 26, '01a2163e-9284-77c2-af8b-40c742677af8', 1, '2026-11-26 05:05:29.23464+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (53, 27, '01a2163e-92ca-7d06-a3ec-c325f7706cf7', 1, '2026-11-26 05:05:29.31209+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (55, 28, '01a2163e-931a-766c-85e8-849e4d842d61', 1, '2026-11-26 05:05:29.385576+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (57, 29, '01a2163e-9378-7501-874a-39bea30d92b0', 1, '2026-11-26 05:05:29.48167+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (59, 30, '01a2163e-93ca-79bc-b8e8-6e7831e7c276', 1, '2026-11-26 05:05:29.562338+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (61, 31, '01a2163e-9417-7752-812a-5e6c6737d6de', 1, '2026-11-26 05:05:29.638807+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (63, 32, '01a2163e-9465-7610-a513-72bf19c65bb1', 1, '2026-11-26 05:05:29.716687+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (65, 33, '01a2163e-94af-7c94-b296-deb0d822f3ab', 1, '2026-11-26 05:05:29.79422+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (67, 34, '01a2163e-9508-7368-a42d-bc5ff5c995b1', 1, '2026-11-26 05:05:29.887192+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (69, 35, '01a2163e-956a-7403-9877-5803dbebf75f', 1, '2026-11-26 05:05:29.979113+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (71, 36, '01a2163e-95b9-7524-8432-f4356ed17fda', 1, '2026-11-26 05:05:30.056283+00');


--
-- Data for Name: transaction_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8d4f-7a97-b0cf-cfd1b9f6137f', 'input', 1, 1, '2026-11-26 05:05:27.887194+00', '2026-11-26 05:05:27.887194+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8d9a-76c8-a3f2-818297e778b3', 'input', 2, 1, '2026-11-26 05:05:27.962191+00', '2026-11-26 05:05:27.962191+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-8dee-7e82-8e31-05eb157b4740', 'output', 1, 2, '2026-11-26 05:05:28.046912+00', '2026-11-26 05:05:28.406997+00', '2026-11-26 05:05:28.406997+00', 15, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9426-7c79-a1b5-9722dc78ec40', 'input', 3, 3, '2026-11-26 05:05:29.638807+00', '2026-11-26 05:05:29.638807+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-9474-7a06-8fed-7b637f7ecb4a', 'input', 4, 3, '2026-11-26 05:05:29.716687+00', '2026-11-26 05:05:29.716687+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-94c2-7794-8cb7-9976951fecb4', 'output', 3, 4, '2026-11-26 05:05:29.79422+00', '2026-11-26 05:05:30.157812+00', '2026-11-26 05:05:30.157812+00', 15, NULL);


--
-- Data for Name: transactions; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8d4f-7b07-b51d-e5a7021bf757', 1, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 05:05:27.887194+00', '2026-11-26 05:05:27.887194+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8d9a-7ede-921a-190058504f98', 1, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 05:05:27.962191+00', '2026-11-26 05:05:27.962191+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-9426-7631-b8ae-0d0c112f78f1', 2, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 05:05:29.638807+00', '2026-11-26 05:05:29.638807+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9474-74c2-9e78-349eb1c97686', 2, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 05:05:29.716687+00', '2026-11-26 05:05:29.716687+00', NULL);


--
-- Data for Name: workspace_connector_sync_logs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-8941-7edd-82f9-630db8da3b63', 1, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 05:05:26.849179+00', '2026-11-26 05:05:26.889226+00', '2026-11-26 05:05:26.885171+00', NULL, '2026-11-26 05:05:26.889226+00', 40, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:26.849179+00', '2026-11-26 05:05:26.889226+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-899f-78a7-9b8d-bf1c9bd6788a', 1, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 05:05:26.943053+00', '2026-11-26 05:05:26.97636+00', '2026-11-26 05:05:26.972976+00', NULL, '2026-11-26 05:05:26.97636+00', 33, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:26.943053+00', '2026-11-26 05:05:26.97636+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-89fe-72f1-805e-85e4a8b15b6e', 2, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 05:05:27.038441+00', '2026-11-26 05:05:27.067972+00', '2026-11-26 05:05:27.065144+00', NULL, '2026-11-26 05:05:27.067972+00', 29, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:27.038441+00', '2026-11-26 05:05:27.067972+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-8a5f-7e18-b74a-28bae09d1e90', 1, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 05:05:27.135861+00', '2026-11-26 05:05:27.163667+00', '2026-11-26 05:05:27.160574+00', NULL, '2026-11-26 05:05:27.163667+00', 27, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.135861+00', '2026-11-26 05:05:27.163667+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (5, '01a2163e-8ab6-7691-933a-a9251ea044ff', 1, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 05:05:27.222801+00', '2026-11-26 05:05:27.249848+00', '2026-11-26 05:05:27.247189+00', NULL, '2026-11-26 05:05:27.249848+00', 27, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.222801+00', '2026-11-26 05:05:27.249848+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (6, '01a2163e-8b06-78ce-aca9-95568f95e0f0', 2, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 05:05:27.30254+00', '2026-11-26 05:05:27.330623+00', '2026-11-26 05:05:27.328189+00', NULL, '2026-11-26 05:05:27.330623+00', 28, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:27.30254+00', '2026-11-26 05:05:27.330623+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (7, '01a2163e-8b5f-7c61-8bac-6af3d83b5f88', 1, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 05:05:27.391841+00', '2026-11-26 05:05:27.430477+00', '2026-11-26 05:05:27.425244+00', NULL, '2026-11-26 05:05:27.430477+00', 38, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.391841+00', '2026-11-26 05:05:27.430477+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (8, '01a2163e-8bbc-79e7-84d3-29da08db8413', 1, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 05:05:27.484678+00', '2026-11-26 05:05:27.514871+00', '2026-11-26 05:05:27.511134+00', NULL, '2026-11-26 05:05:27.514871+00', 30, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.484678+00', '2026-11-26 05:05:27.514871+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (9, '01a2163e-8c04-7cd5-ad35-96870a6f6f6c', 2, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 05:05:27.556649+00', '2026-11-26 05:05:27.584391+00', '2026-11-26 05:05:27.581593+00', NULL, '2026-11-26 05:05:27.584391+00', 27, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:27.556649+00', '2026-11-26 05:05:27.584391+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (10, '01a2163e-8c5a-7d18-a2ca-eff61b3ed441', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 05:05:27.642181+00', '2026-11-26 05:05:27.67018+00', '2026-11-26 05:05:27.666787+00', NULL, '2026-11-26 05:05:27.67018+00', 27, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.642181+00', '2026-11-26 05:05:27.67018+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (11, '01a2163e-8ca9-7388-acc8-6c2c174f5416', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 05:05:27.721804+00', '2026-11-26 05:05:27.75074+00', '2026-11-26 05:05:27.748079+00', NULL, '2026-11-26 05:05:27.75074+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.721804+00', '2026-11-26 05:05:27.75074+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (12, '01a2163e-8cf4-794c-8130-9c18b8be3cf0', 2, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 05:05:27.796873+00', '2026-11-26 05:05:27.824998+00', '2026-11-26 05:05:27.822557+00', NULL, '2026-11-26 05:05:27.824998+00', 28, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:27.796873+00', '2026-11-26 05:05:27.824998+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (13, '01a2163e-8d3d-7b36-bee7-a683fe169cc7', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 05:05:27.869697+00', '2026-11-26 05:05:27.894669+00', '2026-11-26 05:05:27.891967+00', NULL, '2026-11-26 05:05:27.894669+00', 24, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.869697+00', '2026-11-26 05:05:27.894669+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (14, '01a2163e-8d87-7cb0-b0a1-0b7c5b4b2125', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 05:05:27.943342+00', '2026-11-26 05:05:27.971373+00', '2026-11-26 05:05:27.967797+00', NULL, '2026-11-26 05:05:27.971373+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:27.943342+00', '2026-11-26 05:05:27.971373+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (15, '01a2163e-8dd9-762d-b552-e5778424ec22', 2, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 05:05:28.025453+00', '2026-11-26 05:05:28.054368+00', '2026-11-26 05:05:28.052+00', NULL, '2026-11-26 05:05:28.054368+00', 28, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:28.025453+00', '2026-11-26 05:05:28.054368+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (16, '01a2163e-8e28-72de-8fb2-5190be1c655a', 1, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 05:05:28.104376+00', '2026-11-26 05:05:28.130849+00', '2026-11-26 05:05:28.128011+00', NULL, '2026-11-26 05:05:28.130849+00', 26, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.104376+00', '2026-11-26 05:05:28.130849+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (17, '01a2163e-8e71-7fcb-a761-7543b24ab4d3', 1, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 05:05:28.177186+00', '2026-11-26 05:05:28.202929+00', '2026-11-26 05:05:28.200252+00', NULL, '2026-11-26 05:05:28.202929+00', 25, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.177186+00', '2026-11-26 05:05:28.202929+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (18, '01a2163e-8ecd-72ca-b0a3-3cdbc7b01dd7', 2, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 05:05:28.269026+00', '2026-11-26 05:05:28.301058+00', '2026-11-26 05:05:28.297512+00', NULL, '2026-11-26 05:05:28.301058+00', 32, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:28.269026+00', '2026-11-26 05:05:28.301058+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (19, '01a2163e-905e-7176-ad4c-3e6f853a1668', 3, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 05:05:28.670502+00', '2026-11-26 05:05:28.705254+00', '2026-11-26 05:05:28.701736+00', NULL, '2026-11-26 05:05:28.705254+00', 34, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.670502+00', '2026-11-26 05:05:28.705254+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (20, '01a2163e-90b8-72e6-9687-a3b3134f50b9', 3, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 05:05:28.760614+00', '2026-11-26 05:05:28.792391+00', '2026-11-26 05:05:28.789799+00', NULL, '2026-11-26 05:05:28.792391+00', 31, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.760614+00', '2026-11-26 05:05:28.792391+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (21, '01a2163e-9108-79bb-8499-ef7c054640e6', 4, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 05:05:28.840948+00', '2026-11-26 05:05:28.867393+00', '2026-11-26 05:05:28.865+00', NULL, '2026-11-26 05:05:28.867393+00', 26, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:28.840948+00', '2026-11-26 05:05:28.867393+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (22, '01a2163e-9158-7944-9d92-93a7ea352411', 3, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 05:05:28.920868+00', '2026-11-26 05:05:28.946835+00', '2026-11-26 05:05:28.944132+00', NULL, '2026-11-26 05:05:28.946835+00', 25, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.920868+00', '2026-11-26 05:05:28.946835+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (23, '01a2163e-91a4-7701-b72d-6edc6df51bbb', 3, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 05:05:28.996649+00', '2026-11-26 05:05:29.022859+00', '2026-11-26 05:05:29.018667+00', NULL, '2026-11-26 05:05:29.022859+00', 26, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:28.996649+00', '2026-11-26 05:05:29.022859+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (24, '01a2163e-91ee-7308-882a-e235a38da9aa', 4, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 05:05:29.070636+00', '2026-11-26 05:05:29.096518+00', '2026-11-26 05:05:29.094021+00', NULL, '2026-11-26 05:05:29.096518+00', 25, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:29.070636+00', '2026-11-26 05:05:29.096518+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (25, '01a2163e-9239-7e18-a226-18c1f253190b', 3, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 05:05:29.145151+00', '2026-11-26 05:05:29.17109+00', '2026-11-26 05:05:29.168409+00', NULL, '2026-11-26 05:05:29.17109+00', 25, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.145151+00', '2026-11-26 05:05:29.17109+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (26, '01a2163e-9280-7db9-87d2-d6e35022769e', 3, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 05:05:29.216612+00', '2026-11-26 05:05:29.241779+00', '2026-11-26 05:05:29.239136+00', NULL, '2026-11-26 05:05:29.241779+00', 25, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.216612+00', '2026-11-26 05:05:29.241779+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (27, '01a2163e-92c6-7f43-bb00-58993159a2b5', 4, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 05:05:29.286285+00', '2026-11-26 05:05:29.320123+00', '2026-11-26 05:05:29.317693+00', NULL, '2026-11-26 05:05:29.320123+00', 33, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:29.286285+00', '2026-11-26 05:05:29.320123+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (28, '01a2163e-9315-732f-9d4b-4db26a33a092', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 05:05:29.365717+00', '2026-11-26 05:05:29.393241+00', '2026-11-26 05:05:29.390345+00', NULL, '2026-11-26 05:05:29.393241+00', 27, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.365717+00', '2026-11-26 05:05:29.393241+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (29, '01a2163e-9370-7e78-b43f-05385170f789', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 05:05:29.45676+00', '2026-11-26 05:05:29.489992+00', '2026-11-26 05:05:29.487413+00', NULL, '2026-11-26 05:05:29.489992+00', 33, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.45676+00', '2026-11-26 05:05:29.489992+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (30, '01a2163e-93c5-7b48-948f-d8382a828c38', 4, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 05:05:29.541874+00', '2026-11-26 05:05:29.569844+00', '2026-11-26 05:05:29.567388+00', NULL, '2026-11-26 05:05:29.569844+00', 27, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:29.541874+00', '2026-11-26 05:05:29.569844+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (31, '01a2163e-9413-76c2-8764-afc4bdde8325', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 05:05:29.619004+00', '2026-11-26 05:05:29.645802+00', '2026-11-26 05:05:29.643273+00', NULL, '2026-11-26 05:05:29.645802+00', 26, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.619004+00', '2026-11-26 05:05:29.645802+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (32, '01a2163e-9461-74ab-8db5-1d1a65f79c93', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 05:05:29.697489+00', '2026-11-26 05:05:29.723747+00', '2026-11-26 05:05:29.721158+00', NULL, '2026-11-26 05:05:29.723747+00', 26, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.697489+00', '2026-11-26 05:05:29.723747+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (33, '01a2163e-94ab-7f05-9cbd-0200a48ae8c7', 4, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 05:05:29.771803+00', '2026-11-26 05:05:29.802619+00', '2026-11-26 05:05:29.800108+00', NULL, '2026-11-26 05:05:29.802619+00', 30, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:29.771803+00', '2026-11-26 05:05:29.802619+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (34, '01a2163e-9504-7531-8b12-4bcb0f9e587c', 3, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 05:05:29.860449+00', '2026-11-26 05:05:29.902148+00', '2026-11-26 05:05:29.899345+00', NULL, '2026-11-26 05:05:29.902148+00', 41, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.860449+00', '2026-11-26 05:05:29.902148+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (35, '01a2163e-9565-75f5-b914-441e3196a9e4', 3, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 05:05:29.95746+00', '2026-11-26 05:05:29.987775+00', '2026-11-26 05:05:29.983312+00', NULL, '2026-11-26 05:05:29.987775+00', 30, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:05:29.95746+00', '2026-11-26 05:05:29.987775+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (36, '01a2163e-95b4-7e6d-9dc7-bae14682db95', 4, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 05:05:30.036923+00', '2026-11-26 05:05:30.063984+00', '2026-11-26 05:05:30.061078+00', NULL, '2026-11-26 05:05:30.063984+00', 27, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:05:30.036923+00', '2026-11-26 05:05:30.063984+00');


--
-- Data for Name: workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-893c-7e52-84a0-8736bcebadb6', 1, 1, 'enabled', '2026-11-26 05:05:26.84424+00', '2026-11-26 05:05:26.84424+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-89f9-7bf5-8706-e58f0ebb921c', 1, 3, 'disabled', '2026-11-26 05:05:27.033341+00', '2026-11-26 05:05:28.377872+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163e-9059-7876-b8d6-5c08f1ed4434', 2, 1, 'enabled', '2026-11-26 05:05:28.665908+00', '2026-11-26 05:05:28.665908+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163e-9105-76b4-bc16-220bc6fe0c9e', 2, 3, 'disabled', '2026-11-26 05:05:28.837263+00', '2026-11-26 05:05:30.118788+00', NULL);


--
-- Data for Name: workspaces; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (1, '01a2163e-88b4-706e-a46d-4d74ae7ad5b6', 'Here', NULL, 19, '2026-11-26 05:05:26.708907+00', '2026-11-26 05:05:26.708907+00', NULL);
INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (2, '01a2163e-8f9d-73ff-bad5-88ecd368e002', 'There', NULL, 19, '2026-11-26 05:05:28.477464+00', '2026-11-26 05:05:28.477464+00', NULL);


--
-- Data for Name: wellhead_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.wellhead_schema_history VALUES (1, 'ledger', '2026-11-26T05:05:26.448483409Z', '5848683088919138262');
INSERT INTO public.wellhead_schema_history VALUES (2, 'company', '2026-11-26T05:05:26.57431403Z', '18140801688952539278');
INSERT INTO public.wellhead_schema_history VALUES (3, 'account', '2026-11-26T05:05:26.592751791Z', '1336389679699313735');
INSERT INTO public.wellhead_schema_history VALUES (4, 'invoice', '2026-11-26T05:05:26.613619687Z', '955000216072226635');
INSERT INTO public.wellhead_schema_history VALUES (5, 'transaction', '2026-11-26T05:05:26.650371854Z', '3260641041284643430');
INSERT INTO public.wellhead_schema_history VALUES (6, 'document', '2026-11-26T05:05:26.682534942Z', '11180482995063025025');


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

SELECT pg_catalog.setval('core_api.connectors_pk_seq', 36, true);


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

SELECT pg_catalog.setval('core_api.sync_deliveries_pk_seq', 72, true);


--
-- Name: transaction_workspace_connectors_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.transaction_workspace_connectors_pk_seq', 6, true);


--
-- Name: transactions_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.transactions_pk_seq', 4, true);


--
-- Name: workspace_connector_sync_logs_pk_seq; Type: SEQUENCE SET; Schema: core_api; Owner: -
--

SELECT pg_catalog.setval('core_api.workspace_connector_sync_logs_pk_seq', 36, true);


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
-- Name: transactions own; Type: POLICY; Schema: core_api; Owner: -
--

CREATE POLICY own ON core_api.transactions TO wellhead_service USING ((workspace_pk = ( SELECT core_api.current_workspace_pk() AS current_workspace_pk)));


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
-- Name: transaction_workspace_connectors; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transaction_workspace_connectors ENABLE ROW LEVEL SECURITY;

--
-- Name: transactions; Type: ROW SECURITY; Schema: core_api; Owner: -
--

ALTER TABLE core_api.transactions ENABLE ROW LEVEL SECURITY;

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
-- Name: TABLE transactions; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.transactions TO wellhead_service;


--
-- Name: FUNCTION transaction_named(first text, past text, most bigint); Type: ACL; Schema: core_api; Owner: -
--

REVOKE ALL ON FUNCTION core_api.transaction_named(first text, past text, most bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION core_api.transaction_named(first text, past text, most bigint) TO wellhead_service;


--
-- Name: TABLE account_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.account_workspace_connectors TO wellhead_service;


--
-- Name: TABLE company_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.company_workspace_connectors TO wellhead_service;


--
-- Name: TABLE connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT ON TABLE core_api.connectors TO wellhead_service;
GRANT SELECT,INSERT ON TABLE core_api.connectors TO wellhead_operator;


--
-- Name: TABLE document_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.document_workspace_connectors TO wellhead_service;


--
-- Name: TABLE invoice_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.invoice_workspace_connectors TO wellhead_service;


--
-- Name: TABLE people_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.people_workspace_connectors TO wellhead_service;


--
-- Name: TABLE sync_deliveries; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.sync_deliveries TO wellhead_service;


--
-- Name: TABLE transaction_workspace_connectors; Type: ACL; Schema: core_api; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE core_api.transaction_workspace_connectors TO wellhead_service;


--
-- Name: TABLE wellhead_schema_history; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.wellhead_schema_history TO PUBLIC;


--
-- PostgreSQL database dump complete
--


