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

INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9daf-7720-b651-cbbc3dad8bf5', 'input', 1, 1, '2026-11-26 05:01:09.935299+00', '2026-11-26 05:01:09.935299+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9e5b-79a1-9923-462ea6f4c088', 'input', 2, 1, '2026-11-26 05:01:10.107371+00', '2026-11-26 05:01:10.107371+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-9f1f-725e-ae5e-37bb273db89c', 'output', 1, 2, '2026-11-26 05:01:10.303358+00', '2026-11-26 05:01:11.82488+00', '2026-11-26 05:01:11.82488+00', 9, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-abaf-71d2-906e-ac2ecf84abda', 'input', 3, 3, '2026-11-26 05:01:13.519103+00', '2026-11-26 05:01:13.519103+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-ac3b-7c04-97bb-939c04ff6c13', 'input', 4, 3, '2026-11-26 05:01:13.659559+00', '2026-11-26 05:01:13.659559+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-acbd-78c3-a455-2a494b9f3ff8', 'output', 3, 4, '2026-11-26 05:01:13.789581+00', '2026-11-26 05:01:15.423145+00', '2026-11-26 05:01:15.423145+00', 9, NULL);


--
-- Data for Name: accounts; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9daf-7cf1-9684-d6d59b134c14', 1, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 05:01:09.935299+00', '2026-11-26 05:01:09.935299+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9e5b-7ff1-a047-b8836c6dac5e', 1, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 05:01:10.107371+00', '2026-11-26 05:01:10.107371+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-abaf-73ff-b0d2-8e70a2da78fa', 2, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 05:01:13.519103+00', '2026-11-26 05:01:13.519103+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-ac3b-7cf5-9b09-2f65ab6a00f3', 2, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 05:01:13.659559+00', '2026-11-26 05:01:13.659559+00', NULL);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-98cc-709c-aa7c-91ae6f203a01', 1, 'admin', '\xec09d321af18d96cd3172de74b32ad64bac1729899a46a9c85ea48075172efd0', '2026-11-26 05:01:08.684317+00', NULL);
INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a750-722e-b11f-04746ea174db', 2, 'admin', '\x747e44e23a6456edeabecc4f3b54d64795c0103aaf387a699784aeba0361d53b', '2026-11-26 05:01:12.400724+00', NULL);


--
-- Data for Name: companies; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9bb2-7288-b589-f91bad1e60e9', 1, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 05:01:09.427024+00', '2026-11-26 05:01:09.427024+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9c76-73be-9ae4-c52e6ddb1881', 1, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 05:01:09.622339+00', '2026-11-26 05:01:09.622339+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a9bf-7b2d-8de5-7dc83ccb64a2', 2, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 05:01:13.02329+00', '2026-11-26 05:01:13.02329+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-aa5b-761e-b277-a6ee928a516e', 2, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 05:01:13.179243+00', '2026-11-26 05:01:13.179243+00', NULL);


--
-- Data for Name: company_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9bb2-7d4d-aa33-ecf0016c1e9a', 'input', 1, 1, '2026-11-26 05:01:09.427024+00', '2026-11-26 05:01:09.427024+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9c76-7b69-88d6-c130136b9957', 'input', 2, 1, '2026-11-26 05:01:09.622339+00', '2026-11-26 05:01:09.622339+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-9d12-7078-b18d-9e1589e0d4f7', 'output', 1, 2, '2026-11-26 05:01:09.779035+00', '2026-11-26 05:01:11.803+00', '2026-11-26 05:01:11.803+00', 6, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-a9bf-7bc0-8fb3-9027a5c39ce4', 'input', 3, 3, '2026-11-26 05:01:13.02329+00', '2026-11-26 05:01:13.02329+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-aa5b-730a-a2c8-902495b3677b', 'input', 4, 3, '2026-11-26 05:01:13.179243+00', '2026-11-26 05:01:13.179243+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-aaeb-7682-a009-df6d899951f2', 'output', 3, 4, '2026-11-26 05:01:13.323537+00', '2026-11-26 05:01:15.399149+00', '2026-11-26 05:01:15.399149+00', 6, NULL);


--
-- Data for Name: connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-994a-72cf-90c7-ffc7387bbcb9', 'crm', 'crm', '2026-11-26 05:01:08.810521+00', '2026-11-26 05:01:08.810521+00', NULL);
INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-9ac5-7b25-a0f5-954dbbad4313', 'mailer', 'mailer', '2026-11-26 05:01:09.189102+00', '2026-11-26 05:01:09.189102+00', NULL);


--
-- Data for Name: document_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-a30c-77c1-9f80-d5204217ed63', 'input', 1, 1, '2026-11-26 05:01:11.308225+00', '2026-11-26 05:01:11.308225+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a36a-7dc2-a172-f56e2bc2e61b', 'input', 2, 1, '2026-11-26 05:01:11.40301+00', '2026-11-26 05:01:11.40301+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a417-78fc-a442-9cd4300a063c', 'output', 1, 2, '2026-11-26 05:01:11.575187+00', '2026-11-26 05:01:11.899002+00', '2026-11-26 05:01:11.899002+00', 18, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-b0ff-7233-ae48-2a818602779c', 'input', 3, 3, '2026-11-26 05:01:14.87918+00', '2026-11-26 05:01:14.87918+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-b19b-7b4c-b5e5-529d9d4b5301', 'input', 4, 3, '2026-11-26 05:01:15.035261+00', '2026-11-26 05:01:15.035261+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-b247-727b-8941-f38c225c3a9d', 'output', 3, 4, '2026-11-26 05:01:15.207803+00', '2026-11-26 05:01:15.503916+00', '2026-11-26 05:01:15.503916+00', 18, NULL);


--
-- Data for Name: documents; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-a30c-7091-8f41-d59d255dac87', 1, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 05:01:11.308225+00', '2026-11-26 05:01:11.308225+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a36a-7a8c-a418-e35b73b3c0d2', 1, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 05:01:11.40301+00', '2026-11-26 05:01:11.40301+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-b0ff-7ad6-b5fc-f2f7f8ad2f71', 2, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 05:01:14.87918+00', '2026-11-26 05:01:14.87918+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-b19b-706a-b6d1-0e95305359a8', 2, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 05:01:15.035261+00', '2026-11-26 05:01:15.035261+00', NULL);


--
-- Data for Name: invoice_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9f96-765d-b2ba-809b015aba2a', 'input', 1, 1, '2026-11-26 05:01:10.422991+00', '2026-11-26 05:01:10.422991+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a00e-7c6c-9e1f-1ede9f349381', 'input', 2, 1, '2026-11-26 05:01:10.542171+00', '2026-11-26 05:01:10.542171+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a0c7-7496-9f14-7b7567b52ee0', 'output', 1, 2, '2026-11-26 05:01:10.727396+00', '2026-11-26 05:01:11.8549+00', '2026-11-26 05:01:11.8549+00', 12, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-ad61-700d-99cb-2792d96eae31', 'input', 3, 3, '2026-11-26 05:01:13.953987+00', '2026-11-26 05:01:13.953987+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-ae02-7f94-8e3a-f1b916bc95f2', 'input', 4, 3, '2026-11-26 05:01:14.1141+00', '2026-11-26 05:01:14.1141+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-aea2-76c0-9be6-b1938609e328', 'output', 3, 4, '2026-11-26 05:01:14.27486+00', '2026-11-26 05:01:15.447775+00', '2026-11-26 05:01:15.447775+00', 12, NULL);


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9f96-7d4f-b781-61fdb962de73', 1, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 05:01:10.422991+00', '2026-11-26 05:01:10.422991+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a00e-7f3e-98a5-eb73f87da90c', 1, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 05:01:10.542171+00', '2026-11-26 05:01:10.542171+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-ad61-7788-8cf2-891ba37d8fbb', 2, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 05:01:13.953987+00', '2026-11-26 05:01:13.953987+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-ae02-7298-a927-204c6545e931', 2, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 05:01:14.1141+00', '2026-11-26 05:01:14.1141+00', NULL);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-a4c3-74af-99b6-50e00fa462d9', 1, 'disconnect', NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a2163a-9ad0-76ef-a5fc-14d974e143dc', 'document', 'output', '2026-11-26 05:01:11.575187+00', '01a2163a-a417-78fc-a442-9cd4300a063c', NULL, 19, NULL, '2026-11-26 05:01:11.747708+00', '2026-11-26 05:01:11.92302+00', '2026-11-26 05:01:11.95059+00', '2026-11-26 05:01:11.92302+00');
INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-b2d8-7058-84c5-86bc899f3136', 2, 'disconnect', NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a2163a-a8d4-7117-856b-dc11a6c6a452', 'document', 'output', '2026-11-26 05:01:15.207803+00', '01a2163a-b247-727b-8941-f38c225c3a9d', NULL, 19, NULL, '2026-11-26 05:01:15.352572+00', '2026-11-26 05:01:15.523384+00', '2026-11-26 05:01:15.553998+00', '2026-11-26 05:01:15.523384+00');


--
-- Data for Name: people_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-99af-721e-ad6a-c6bbddb18dda', 'input', 1, 1, '2026-11-26 05:01:08.911278+00', '2026-11-26 05:01:08.911278+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9a57-7783-b915-5fe70e062661', 'input', 2, 1, '2026-11-26 05:01:09.079265+00', '2026-11-26 05:01:09.079265+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-9b17-72a2-baec-037fbeba875a', 'output', 1, 2, '2026-11-26 05:01:09.271323+00', '2026-11-26 05:01:11.783126+00', '2026-11-26 05:01:11.783126+00', 3, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-a7ef-7a4f-8b34-33a2c931e67b', 'input', 3, 3, '2026-11-26 05:01:12.559293+00', '2026-11-26 05:01:12.559293+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-a86b-78aa-b4cc-5f6f57e06e9a', 'input', 4, 3, '2026-11-26 05:01:12.683261+00', '2026-11-26 05:01:12.683261+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-a90f-7bd2-ba5b-31583eab884d', 'output', 3, 4, '2026-11-26 05:01:12.847257+00', '2026-11-26 05:01:15.374976+00', '2026-11-26 05:01:15.374976+00', 3, NULL);


--
-- Data for Name: peoples; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-99af-780e-a007-fd8cefc5a1b6', 1, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 05:01:08.911278+00', '2026-11-26 05:01:08.911278+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9a57-745a-9811-e6c42ef7d7ed', 1, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 05:01:09.079265+00', '2026-11-26 05:01:09.079265+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a7ef-719a-8421-eea6cf4b5bfb', 2, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 05:01:12.559293+00', '2026-11-26 05:01:12.559293+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-a86b-77d5-ae10-6342ea6b6691', 2, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 05:01:12.683261+00', '2026-11-26 05:01:12.683261+00', NULL);


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

INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (1, 1, '01a2163a-997b-7ff6-a55e-89b0e1ddec63', 1, '2026-11-26 05:01:08.911278+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (3, 2, '01a2163a-9a2b-7399-859c-3f9cee9ed198', 1, '2026-11-26 05:01:09.079265+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (5, 3, '01a2163a-9aeb-7e89-9035-573896b6540f', 1, '2026-11-26 05:01:09.271323+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (7, 4, '01a2163a-9b94-7306-94c5-4b85805d9dc5', 1, '2026-11-26 05:01:09.427024+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (9, 5, '01a2163a-9c47-7553-9eb3-c110fb6b02b2', 1, '2026-11-26 05:01:09.622339+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (11, 6, '01a2163a-9cff-7adb-bf64-4da6458b96fd', 1, '2026-11-26 05:01:09.779035+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (13, 7, '01a2163a-9d93-7404-8174-aa1f7bd6c32f', 1, '2026-11-26 05:01:09.935299+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (15, 8, '01a2163a-9e2a-7e90-9e18-7a2993b22d12', 1, '2026-11-26 05:01:10.107371+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (17, 9, '01a2163a-9ef8-7cd4-b662-3954ae87118b', 1, '2026-11-26 05:01:10.303358+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (19, 10, '01a2163a-9f7f-7f92-819a-279df88d77a6', 1, '2026-11-26 05:01:10.422991+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (21, 11, '01a2163a-9ffe-772e-ab1a-3be2434acef7', 1, '2026-11-26 05:01:10.542171+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (23, 12, '01a2163a-a090-72f1-b81d-ee817bcb5a85', 1, '2026-11-26 05:01:10.727396+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (25, 13, '01a2163a-a14b-7417-831d-ca8f3ecef332', 1, '2026-11-26 05:01:10.907322+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (27, 14, '01a2163a-a205-7fc2-acb5-10711425314a', 1, '2026-11-26 05:01:11.064137+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (29, 15, '01a2163a-a28b-7240-9ce2-cd5fa0a324f5', 1, '2026-11-26 05:01:11.211133+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (31, 16, '01a2163a-a2fc-7f6e-a58c-74a45df30ab1', 1, '2026-11-26 05:01:11.308225+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (33, 17, '01a2163a-a35b-7a62-91fd-9d52ff0ec911', 1, '2026-11-26 05:01:11.40301+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (35, 18, '01a2163a-a3e7-725e-8475-f5782ef0fe4d', 1, '2026-11-26 05:01:11.575187+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (37, 19, '01a2163a-a7c7-747d-ade9-8763820ff9c1', 1, '2026-11-26 05:01:12.559293+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (39, 20, '01a2163a-a847-7b32-8fb0-379e131d844e', 1, '2026-11-26 05:01:12.683261+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (41, 21, '01a2163a-a8dc-75e6-b6d5-369c426921ca', 1, '2026-11-26 05:01:12.847257+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (43, 22, '01a2163a-a99f-7ec3-8739-a91a7868be92', 1, '2026-11-26 05:01:13.02329+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (45, 23, '01a2163a-aa2b-7fd5-b708-69aeec5ff9b4', 1, '2026-11-26 05:01:13.179243+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (47, 24, '01a2163a-aac7-7f17-bb4e-02f4d4e1f20e', 1, '2026-11-26 05:01:13.323537+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (49, 25, '01a2163a-ab8f-7bbe-9268-29d493ca2c12', 1, '2026-11-26 05:01:13.519103+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (51, 26, '01a2163a-ac28-7626-8239-6a98df66c98d', 1, '2026-11-26 05:01:13.659559+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (53, 27, '01a2163a-ac9f-7b4b-ac7c-e9700089e555', 1, '2026-11-26 05:01:13.789581+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (55, 28, '01a2163a-ad38-770d-b36f-fa0203b2fb83', 1, '2026-11-26 05:01:13.953987+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (57, 29, '01a2163a-adf4-7503-bab4-ad427b96564c', 1, '2026-11-26 05:01:14.1141+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (59, 30, '01a2163a-ae80-7979-b090-bc87073e56eb', 1, '2026-11-26 05:01:14.27486+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (61, 31, '01a2163a-aef7-702f-ad35-0831ec7f4a69', 1, '2026-11-26 05:01:14.411224+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (63, 32, '01a2163a-afae-794e-84d1-fa1428742668', 1, '2026-11-26 05:01:14.591327+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (65, 33, '01a2163a-b048-7aae-92ae-a5991ff60085', 1, '2026-11-26 05:01:14.719448+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (67, 34, '01a2163a-b0e7-7a84-83be-40f59852bb4d', 1, '2026-11-26 05:01:14.87918+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (69, 35, '01a2163a-b166-7247-911f-66f3e394ad4f', 1, '2026-11-26 05:01:15.035261+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (71, 36, '01a2163a-b231-7466-ba89-f3449c86566d', 1, '2026-11-26 05:01:15.207803+00');


--
-- Data for Name: transaction_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-a17b-74cc-b900-97fa78a0a50b', 'input', 1, 1, '2026-11-26 05:01:10.907322+00', '2026-11-26 05:01:10.907322+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a218-7e82-aa63-8fa04bd68801', 'input', 2, 1, '2026-11-26 05:01:11.064137+00', '2026-11-26 05:01:11.064137+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a2ab-7bc7-a54f-bab2cc128111', 'output', 1, 2, '2026-11-26 05:01:11.211133+00', '2026-11-26 05:01:11.875035+00', '2026-11-26 05:01:11.875035+00', 15, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-af2b-7358-9fa8-45b5b879ef02', 'input', 3, 3, '2026-11-26 05:01:14.411224+00', '2026-11-26 05:01:14.411224+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-afdf-74b3-bea6-96b4b95402e9', 'input', 4, 3, '2026-11-26 05:01:14.591327+00', '2026-11-26 05:01:14.591327+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-b05f-7604-b99b-582aebdce591', 'output', 3, 4, '2026-11-26 05:01:14.719448+00', '2026-11-26 05:01:15.475386+00', '2026-11-26 05:01:15.475386+00', 15, NULL);


--
-- Data for Name: transactions; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-a17b-7c5a-9dd6-ff32d0dec8dd', 1, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 05:01:10.907322+00', '2026-11-26 05:01:10.907322+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a218-7b97-903d-44bbf7b21dc5', 1, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 05:01:11.064137+00', '2026-11-26 05:01:11.064137+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-af2b-7611-a4b3-7aa06e578bfd', 2, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 05:01:14.411224+00', '2026-11-26 05:01:14.411224+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-afdf-7a26-9359-b8c4f057fe1b', 2, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 05:01:14.591327+00', '2026-11-26 05:01:14.591327+00', NULL);


--
-- Data for Name: workspace_connector_sync_logs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9967-7fff-977e-6c9bac40f0f3', 1, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 05:01:08.839196+00', '2026-11-26 05:01:08.932413+00', '2026-11-26 05:01:08.923786+00', NULL, '2026-11-26 05:01:08.932413+00', 93, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:08.839196+00', '2026-11-26 05:01:08.932413+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9a1e-73fc-b60f-574564c6c99b', 1, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 05:01:09.022963+00', '2026-11-26 05:01:09.092773+00', '2026-11-26 05:01:09.084271+00', NULL, '2026-11-26 05:01:09.092773+00', 69, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:09.022963+00', '2026-11-26 05:01:09.092773+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-9adf-7ee6-8577-65a5a00f6244', 2, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 05:01:09.215053+00', '2026-11-26 05:01:09.29738+00', '2026-11-26 05:01:09.287976+00', NULL, '2026-11-26 05:01:09.29738+00', 82, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:09.215053+00', '2026-11-26 05:01:09.29738+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-9b7f-722a-8c2d-12c20a9e71eb', 1, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 05:01:09.375203+00', '2026-11-26 05:01:09.437456+00', '2026-11-26 05:01:09.433376+00', NULL, '2026-11-26 05:01:09.437456+00', 62, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:09.375203+00', '2026-11-26 05:01:09.437456+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (5, '01a2163a-9c2d-7da5-b093-3799e691eb4e', 1, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 05:01:09.549468+00', '2026-11-26 05:01:09.648751+00', '2026-11-26 05:01:09.635867+00', NULL, '2026-11-26 05:01:09.648751+00', 99, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:09.549468+00', '2026-11-26 05:01:09.648751+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (6, '01a2163a-9ced-714a-baca-72fda90ddba5', 2, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 05:01:09.741242+00', '2026-11-26 05:01:09.799542+00', '2026-11-26 05:01:09.78653+00', NULL, '2026-11-26 05:01:09.799542+00', 58, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:09.741242+00', '2026-11-26 05:01:09.799542+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (7, '01a2163a-9d81-74dd-a958-2523d54173f8', 1, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 05:01:09.889577+00', '2026-11-26 05:01:09.946075+00', '2026-11-26 05:01:09.941672+00', NULL, '2026-11-26 05:01:09.946075+00', 56, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:09.889577+00', '2026-11-26 05:01:09.946075+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (8, '01a2163a-9e24-732f-b6a0-7838601de230', 1, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 05:01:10.052422+00', '2026-11-26 05:01:10.126001+00', '2026-11-26 05:01:10.113298+00', NULL, '2026-11-26 05:01:10.126001+00', 73, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:10.052422+00', '2026-11-26 05:01:10.126001+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (9, '01a2163a-9eea-7a3a-88c6-77047720a3e6', 2, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 05:01:10.250228+00', '2026-11-26 05:01:10.324375+00', '2026-11-26 05:01:10.319608+00', NULL, '2026-11-26 05:01:10.324375+00', 74, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:10.250228+00', '2026-11-26 05:01:10.324375+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (10, '01a2163a-9f75-7635-b168-7ca3f5c01b2f', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 05:01:10.38988+00', '2026-11-26 05:01:10.440946+00', '2026-11-26 05:01:10.429133+00', NULL, '2026-11-26 05:01:10.440946+00', 51, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:10.38988+00', '2026-11-26 05:01:10.440946+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (11, '01a2163a-9ff9-7b37-948b-a976655874e2', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 05:01:10.52109+00', '2026-11-26 05:01:10.556476+00', '2026-11-26 05:01:10.550896+00', NULL, '2026-11-26 05:01:10.556476+00', 35, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:10.52109+00', '2026-11-26 05:01:10.556476+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (12, '01a2163a-a08b-781f-9db2-cc24066800d2', 2, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 05:01:10.667151+00', '2026-11-26 05:01:10.764746+00', '2026-11-26 05:01:10.744123+00', NULL, '2026-11-26 05:01:10.764746+00', 97, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:10.667151+00', '2026-11-26 05:01:10.764746+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (13, '01a2163a-a13b-7dd0-b572-cf65b47f4b6b', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 05:01:10.843735+00', '2026-11-26 05:01:10.929416+00', '2026-11-26 05:01:10.916393+00', NULL, '2026-11-26 05:01:10.929416+00', 85, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:10.843735+00', '2026-11-26 05:01:10.929416+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (14, '01a2163a-a1eb-7e77-b376-9ff15e7e3e2f', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 05:01:11.019207+00', '2026-11-26 05:01:11.080508+00', '2026-11-26 05:01:11.069965+00', NULL, '2026-11-26 05:01:11.080508+00', 61, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:11.019207+00', '2026-11-26 05:01:11.080508+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (15, '01a2163a-a277-7ea2-b477-2ab69c701498', 2, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 05:01:11.159771+00', '2026-11-26 05:01:11.226066+00', '2026-11-26 05:01:11.220934+00', NULL, '2026-11-26 05:01:11.226066+00', 66, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:11.159771+00', '2026-11-26 05:01:11.226066+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (16, '01a2163a-a2f7-72f5-a02f-79be8f0fd4f1', 1, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 05:01:11.287829+00', '2026-11-26 05:01:11.320578+00', '2026-11-26 05:01:11.312816+00', NULL, '2026-11-26 05:01:11.320578+00', 32, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:11.287829+00', '2026-11-26 05:01:11.320578+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (17, '01a2163a-a354-7933-b1de-dd7df6946ea2', 1, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 05:01:11.380168+00', '2026-11-26 05:01:11.420681+00', '2026-11-26 05:01:11.411932+00', NULL, '2026-11-26 05:01:11.420681+00', 40, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:11.380168+00', '2026-11-26 05:01:11.420681+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (18, '01a2163a-a3da-79d3-9919-7b4541b445fb', 2, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 05:01:11.514098+00', '2026-11-26 05:01:11.612626+00', '2026-11-26 05:01:11.587893+00', NULL, '2026-11-26 05:01:11.612626+00', 98, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:11.514098+00', '2026-11-26 05:01:11.612626+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (19, '01a2163a-a7bb-7103-a84f-6c23d587777d', 3, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 05:01:12.5072+00', '2026-11-26 05:01:12.574294+00', '2026-11-26 05:01:12.564147+00', NULL, '2026-11-26 05:01:12.574294+00', 67, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:12.5072+00', '2026-11-26 05:01:12.574294+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (20, '01a2163a-a842-7611-b85b-6368c4518920', 3, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 05:01:12.642614+00', '2026-11-26 05:01:12.704958+00', '2026-11-26 05:01:12.694307+00', NULL, '2026-11-26 05:01:12.704958+00', 62, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:12.642614+00', '2026-11-26 05:01:12.704958+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (21, '01a2163a-a8d8-74dd-aa3f-49513e1de80e', 4, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 05:01:12.792763+00', '2026-11-26 05:01:12.872443+00', '2026-11-26 05:01:12.856946+00', NULL, '2026-11-26 05:01:12.872443+00', 79, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:12.792763+00', '2026-11-26 05:01:12.872443+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (22, '01a2163a-a98a-7a61-a54c-8b96dc095dbf', 3, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 05:01:12.970014+00', '2026-11-26 05:01:13.040359+00', '2026-11-26 05:01:13.028783+00', NULL, '2026-11-26 05:01:13.040359+00', 70, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:12.970014+00', '2026-11-26 05:01:13.040359+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (23, '01a2163a-aa1e-7566-b84d-f4e6adbfb41c', 3, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 05:01:13.118955+00', '2026-11-26 05:01:13.200382+00', '2026-11-26 05:01:13.187765+00', NULL, '2026-11-26 05:01:13.200382+00', 81, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:13.118955+00', '2026-11-26 05:01:13.200382+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (24, '01a2163a-aaba-7157-9eda-f0f27cbe1519', 4, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 05:01:13.274307+00', '2026-11-26 05:01:13.35639+00', '2026-11-26 05:01:13.341048+00', NULL, '2026-11-26 05:01:13.35639+00', 82, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:13.274307+00', '2026-11-26 05:01:13.35639+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (25, '01a2163a-ab82-73fc-bef0-6b902d4fa468', 3, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 05:01:13.474527+00', '2026-11-26 05:01:13.547633+00', '2026-11-26 05:01:13.531228+00', NULL, '2026-11-26 05:01:13.547633+00', 73, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:13.474527+00', '2026-11-26 05:01:13.547633+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (26, '01a2163a-ac23-77ed-93c1-0c35a8115fb3', 3, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 05:01:13.635011+00', '2026-11-26 05:01:13.688292+00', '2026-11-26 05:01:13.673343+00', NULL, '2026-11-26 05:01:13.688292+00', 53, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:13.635011+00', '2026-11-26 05:01:13.688292+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (27, '01a2163a-ac95-7cae-9c2e-15ca99a6d235', 4, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 05:01:13.749169+00', '2026-11-26 05:01:13.80551+00', '2026-11-26 05:01:13.799322+00', NULL, '2026-11-26 05:01:13.80551+00', 56, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:13.749169+00', '2026-11-26 05:01:13.80551+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (28, '01a2163a-ad32-7c10-9fa7-30a5514c8684', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 05:01:13.906547+00', '2026-11-26 05:01:13.985618+00', '2026-11-26 05:01:13.969567+00', NULL, '2026-11-26 05:01:13.985618+00', 79, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:13.906547+00', '2026-11-26 05:01:13.985618+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (29, '01a2163a-adef-7f08-9c66-193b6ae7667e', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 05:01:14.095803+00', '2026-11-26 05:01:14.12852+00', '2026-11-26 05:01:14.11855+00', NULL, '2026-11-26 05:01:14.12852+00', 32, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:14.095803+00', '2026-11-26 05:01:14.12852+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (30, '01a2163a-ae7c-7129-b808-26cc7e5aa2bd', 4, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 05:01:14.236182+00', '2026-11-26 05:01:14.287192+00', '2026-11-26 05:01:14.284167+00', NULL, '2026-11-26 05:01:14.287192+00', 51, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:14.236182+00', '2026-11-26 05:01:14.287192+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (31, '01a2163a-aeeb-7681-a57a-a8a97acdd7c8', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 05:01:14.34719+00', '2026-11-26 05:01:14.432646+00', '2026-11-26 05:01:14.42107+00', NULL, '2026-11-26 05:01:14.432646+00', 85, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:14.34719+00', '2026-11-26 05:01:14.432646+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (32, '01a2163a-afa5-7f45-87e6-9051c929f14a', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 05:01:14.533715+00', '2026-11-26 05:01:14.612827+00', '2026-11-26 05:01:14.601631+00', NULL, '2026-11-26 05:01:14.612827+00', 79, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:14.533715+00', '2026-11-26 05:01:14.612827+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (33, '01a2163a-b044-76b3-ba8c-1f7972caa147', 4, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 05:01:14.692104+00', '2026-11-26 05:01:14.731155+00', '2026-11-26 05:01:14.727277+00', NULL, '2026-11-26 05:01:14.731155+00', 39, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:14.692104+00', '2026-11-26 05:01:14.731155+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (34, '01a2163a-b0dd-7245-8b89-3129379f7a03', 3, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 05:01:14.845816+00', '2026-11-26 05:01:14.892839+00', '2026-11-26 05:01:14.884148+00', NULL, '2026-11-26 05:01:14.892839+00', 47, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:14.845816+00', '2026-11-26 05:01:14.892839+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (35, '01a2163a-b161-7e48-a8fe-c94d1ccd562d', 3, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 05:01:14.977287+00', '2026-11-26 05:01:15.060657+00', '2026-11-26 05:01:15.05614+00', NULL, '2026-11-26 05:01:15.060657+00', 83, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 05:01:14.977287+00', '2026-11-26 05:01:15.060657+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (36, '01a2163a-b22b-71ae-8fdb-38fabe4da70d', 4, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 05:01:15.179595+00', '2026-11-26 05:01:15.220805+00', '2026-11-26 05:01:15.216459+00', NULL, '2026-11-26 05:01:15.220805+00', 41, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 05:01:15.179595+00', '2026-11-26 05:01:15.220805+00');


--
-- Data for Name: workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-9956-7f0c-b48b-b8f67152f3d5', 1, 1, 'enabled', '2026-11-26 05:01:08.822066+00', '2026-11-26 05:01:08.822066+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-9ad0-76ef-a5fc-14d974e143dc', 1, 3, 'disabled', '2026-11-26 05:01:09.200287+00', '2026-11-26 05:01:11.747708+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a2163a-a7a6-739f-a4f3-e6381e199937', 2, 1, 'enabled', '2026-11-26 05:01:12.486445+00', '2026-11-26 05:01:12.486445+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a2163a-a8d4-7117-856b-dc11a6c6a452', 2, 3, 'disabled', '2026-11-26 05:01:12.788747+00', '2026-11-26 05:01:15.352572+00', NULL);


--
-- Data for Name: workspaces; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (1, '01a2163a-983f-7f93-8a72-4df898b36451', 'Here', NULL, 19, '2026-11-26 05:01:08.543344+00', '2026-11-26 05:01:08.543344+00', NULL);
INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (2, '01a2163a-a5d1-7301-8c58-23bbeb423695', 'There', NULL, 19, '2026-11-26 05:01:12.017701+00', '2026-11-26 05:01:12.017701+00', NULL);


--
-- Data for Name: wellhead_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.wellhead_schema_history VALUES (1, 'ledger', '2026-11-26T05:01:07.641038307Z', '205448304341931971');
INSERT INTO public.wellhead_schema_history VALUES (2, 'company', '2026-11-26T05:01:08.009884629Z', '18140801688952539278');
INSERT INTO public.wellhead_schema_history VALUES (3, 'account', '2026-11-26T05:01:08.159224242Z', '1336389679699313735');
INSERT INTO public.wellhead_schema_history VALUES (4, 'invoice', '2026-11-26T05:01:08.303169925Z', '955000216072226635');
INSERT INTO public.wellhead_schema_history VALUES (5, 'transaction', '2026-11-26T05:01:08.394841378Z', '3260641041284643430');
INSERT INTO public.wellhead_schema_history VALUES (6, 'document', '2026-11-26T05:01:08.471498421Z', '11180482995063025025');


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


