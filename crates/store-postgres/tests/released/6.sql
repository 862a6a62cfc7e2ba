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
    status text NOT NULL,
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

INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-ec8a-78d8-ab74-12b3080e2c75', 'input', 1, 1, '2026-11-26 04:35:17.25895+00', '2026-11-26 04:35:17.25895+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-ed05-78e2-81f7-01f0d2da2edd', 'input', 2, 1, '2026-11-26 04:35:17.38149+00', '2026-11-26 04:35:17.38149+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-ed7a-7bf9-932b-ba42115da855', 'output', 1, 2, '2026-11-26 04:35:17.498972+00', '2026-11-26 04:35:20.074852+00', '2026-11-26 04:35:20.074852+00', 9, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-ffc7-78cd-8ebc-e5b66af92d5e', 'input', 3, 3, '2026-11-26 04:35:22.183178+00', '2026-11-26 04:35:22.183178+00', NULL, 7, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21623-00ee-75cb-8153-590991aca1f8', 'input', 4, 3, '2026-11-26 04:35:22.478967+00', '2026-11-26 04:35:22.478967+00', NULL, 8, NULL);
INSERT INTO core_api.account_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21623-018a-7852-928c-5418fed66661', 'output', 3, 4, '2026-11-26 04:35:22.634932+00', '2026-11-26 04:35:24.186943+00', '2026-11-26 04:35:24.186943+00', 9, NULL);


--
-- Data for Name: accounts; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-ec8a-7498-9f97-98213c11d169', 1, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 04:35:17.25895+00', '2026-11-26 04:35:17.25895+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-ed05-71b3-ba8f-1e6e48fbd7f2', 1, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 04:35:17.38149+00', '2026-11-26 04:35:17.38149+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-ffc7-7422-8869-6e68be974e43', 2, 'Main E-1', 'deposit', NULL, NULL, 'E-1', '2026-11-26 04:35:22.183178+00', '2026-11-26 04:35:22.183178+00', NULL);
INSERT INTO core_api.accounts OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-00ee-7ca9-a008-b72496e5d036', 2, 'Main E-2', 'deposit', NULL, NULL, 'E-2', '2026-11-26 04:35:22.478967+00', '2026-11-26 04:35:22.478967+00', NULL);


--
-- Data for Name: api_keys; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e328-7b95-9a40-73552a8face6', 1, 'admin', '\x5ab98cce6b3d3a4e6464b770320f13c83cfb562dbfc6b02f4fcef9b5bc090a72', '2026-11-26 04:35:14.856316+00', NULL);
INSERT INTO core_api.api_keys OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f91c-7eb9-b313-3adb99a4999e', 2, 'admin', '\xd233c8dfea530c7dee6d37f10a011e6f44e97eb80a15957ad07038999ac0428d', '2026-11-26 04:35:20.476255+00', NULL);


--
-- Data for Name: companies; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e9b2-728c-8d59-492c5d93901f', 1, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 04:35:16.530604+00', '2026-11-26 04:35:16.530604+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-eb42-784f-ad22-e4578059dbd2', 1, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 04:35:16.930961+00', '2026-11-26 04:35:16.930961+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-fcb5-7fc4-a3fb-c17773b222b9', 2, 'Engines E-1', NULL, NULL, NULL, 'GB', 'E-1', '2026-11-26 04:35:21.397579+00', '2026-11-26 04:35:21.397579+00', NULL);
INSERT INTO core_api.companies OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-fd69-7bad-bbed-8d7686380c26', 2, 'Engines E-2', NULL, NULL, NULL, 'GB', 'E-2', '2026-11-26 04:35:21.578065+00', '2026-11-26 04:35:21.578065+00', NULL);


--
-- Data for Name: company_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e9b2-7604-983f-c65eb5e45f79', 'input', 1, 1, '2026-11-26 04:35:16.530604+00', '2026-11-26 04:35:16.530604+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-eb42-7414-b573-1a12b4541f39', 'input', 2, 1, '2026-11-26 04:35:16.930961+00', '2026-11-26 04:35:16.930961+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-ebdf-7113-ab30-8fd6983549c3', 'output', 1, 2, '2026-11-26 04:35:17.087107+00', '2026-11-26 04:35:20.066878+00', '2026-11-26 04:35:20.066878+00', 6, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-fcb5-7dda-8812-1e01d4f810fe', 'input', 3, 3, '2026-11-26 04:35:21.397579+00', '2026-11-26 04:35:21.397579+00', NULL, 4, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21622-fd69-7b82-a7fc-310651e9aa62', 'input', 4, 3, '2026-11-26 04:35:21.578065+00', '2026-11-26 04:35:21.578065+00', NULL, 5, NULL);
INSERT INTO core_api.company_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21622-fe6a-7607-8c95-ea12fce35dac', 'output', 3, 4, '2026-11-26 04:35:21.835075+00', '2026-11-26 04:35:24.1669+00', '2026-11-26 04:35:24.1669+00', 6, NULL);


--
-- Data for Name: connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e3fc-7563-a344-a75b18a00448', 'crm', 'crm', '2026-11-26 04:35:15.068175+00', '2026-11-26 04:35:15.068175+00', NULL);
INSERT INTO core_api.connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-e7f4-76e0-a30e-7179775ea070', 'mailer', 'mailer', '2026-11-26 04:35:16.084743+00', '2026-11-26 04:35:16.084743+00', NULL);


--
-- Data for Name: document_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-f377-7f83-9fae-adf8790664e6', 'input', 1, 1, '2026-11-26 04:35:19.031251+00', '2026-11-26 04:35:19.031251+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f56a-75b1-bd7a-8a9039b81cb4', 'input', 2, 1, '2026-11-26 04:35:19.530956+00', '2026-11-26 04:35:19.530956+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-f63b-7a1d-b3bb-aa274b13e130', 'output', 1, 2, '2026-11-26 04:35:19.7392+00', '2026-11-26 04:35:20.137638+00', '2026-11-26 04:35:20.137638+00', 18, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-05a6-799e-ba0f-34cf85900dd9', 'input', 3, 3, '2026-11-26 04:35:23.687042+00', '2026-11-26 04:35:23.687042+00', NULL, 16, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21623-063b-7bd7-806b-5fc93a6e480c', 'input', 4, 3, '2026-11-26 04:35:23.835139+00', '2026-11-26 04:35:23.835139+00', NULL, 17, NULL);
INSERT INTO core_api.document_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21623-06b6-7175-a4b8-da6997d41f71', 'output', 3, 4, '2026-11-26 04:35:23.959024+00', '2026-11-26 04:35:24.24691+00', '2026-11-26 04:35:24.24691+00', 18, NULL);


--
-- Data for Name: documents; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-f377-7885-8493-79d104147187', 1, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 04:35:19.031251+00', '2026-11-26 04:35:19.031251+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f56a-7930-8635-20fee8b6acf2', 1, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 04:35:19.530956+00', '2026-11-26 04:35:19.530956+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (3, '01a21623-05a6-7391-97bc-bcc47735b0a6', 2, 'E-1.pdf', NULL, NULL, 1024, NULL, 'E-1', '2026-11-26 04:35:23.687042+00', '2026-11-26 04:35:23.687042+00', NULL);
INSERT INTO core_api.documents OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-063b-7c27-8e4d-f9db1bb55218', 2, 'E-2.pdf', NULL, NULL, 1024, NULL, 'E-2', '2026-11-26 04:35:23.835139+00', '2026-11-26 04:35:23.835139+00', NULL);


--
-- Data for Name: invoice_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-eeaa-780e-8cae-210abcf3c7e6', 'input', 1, 1, '2026-11-26 04:35:17.803061+00', '2026-11-26 04:35:17.803061+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-efaa-7955-8a41-0481a3fabde7', 'input', 2, 1, '2026-11-26 04:35:18.058999+00', '2026-11-26 04:35:18.058999+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-f072-7f2f-81d7-091a4dda8776', 'output', 1, 2, '2026-11-26 04:35:18.258968+00', '2026-11-26 04:35:20.106904+00', '2026-11-26 04:35:20.106904+00', 12, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-0229-72eb-9707-3c7c56647178', 'input', 3, 3, '2026-11-26 04:35:22.793824+00', '2026-11-26 04:35:22.793824+00', NULL, 10, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21623-0294-7d52-bda3-6c0bfdd859e7', 'input', 4, 3, '2026-11-26 04:35:22.900916+00', '2026-11-26 04:35:22.900916+00', NULL, 11, NULL);
INSERT INTO core_api.invoice_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21623-033f-7d22-942d-1f3bdb821d32', 'output', 3, 4, '2026-11-26 04:35:23.071361+00', '2026-11-26 04:35:24.210915+00', '2026-11-26 04:35:24.210915+00', 12, NULL);


--
-- Data for Name: invoices; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-eeaa-7eb5-a2f7-746f73ab6bc0', 1, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 04:35:17.803061+00', '2026-11-26 04:35:17.803061+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-efaa-7e37-a595-8811666e5a61', 1, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 04:35:18.058999+00', '2026-11-26 04:35:18.058999+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (3, '01a21623-0229-79c2-a863-c6adfba96578', 2, 'F-E-1', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-1', '2026-11-26 04:35:22.793824+00', '2026-11-26 04:35:22.793824+00', NULL);
INSERT INTO core_api.invoices OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-0294-7c92-bce6-7eb12ac42c5e', 2, 'F-E-2', 'draft', NULL, '2026-11-30', NULL, 119.00, 'E-2', '2026-11-26 04:35:22.900916+00', '2026-11-26 04:35:22.900916+00', NULL);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-f758-7942-b88f-c8ab3b2a327d', 1, 'disconnect', NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a21622-e7f6-7691-8b66-8884fc43894a', 'document', 'output', '2026-11-26 04:35:19.7392+00', '01a21622-f63b-7a1d-b3bb-aa274b13e130', NULL, 19, NULL, '2026-11-26 04:35:20.024538+00', '2026-11-26 04:35:20.146871+00', '2026-11-26 04:35:20.16022+00', '2026-11-26 04:35:20.146871+00');
INSERT INTO core_api.jobs OVERRIDING SYSTEM VALUE VALUES (2, '01a21623-073f-7280-bfa3-6b79d2c1ceed', 2, 'disconnect', NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, '{}', false, 'success', 6, 6, 6, '01a21622-fbce-7850-bb5c-aca15ac722ea', 'document', 'output', '2026-11-26 04:35:23.959024+00', '01a21623-06b6-7175-a4b8-da6997d41f71', NULL, 19, NULL, '2026-11-26 04:35:24.095871+00', '2026-11-26 04:35:24.255042+00', '2026-11-26 04:35:24.265759+00', '2026-11-26 04:35:24.255042+00');


--
-- Data for Name: people_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e587-789d-98a7-084b0e02fe96', 'input', 1, 1, '2026-11-26 04:35:15.463275+00', '2026-11-26 04:35:15.463275+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-e6d7-76fe-81f1-4393c9f06a5b', 'input', 2, 1, '2026-11-26 04:35:15.799413+00', '2026-11-26 04:35:15.799413+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-e83a-74ae-901c-6712487900e4', 'output', 1, 2, '2026-11-26 04:35:16.154978+00', '2026-11-26 04:35:20.046975+00', '2026-11-26 04:35:20.046975+00', 3, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-f9cd-7861-9a8b-a88950df0379', 'input', 3, 3, '2026-11-26 04:35:20.653541+00', '2026-11-26 04:35:20.653541+00', NULL, 1, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21622-fafb-7bfd-a9cb-55d4a523be34', 'input', 4, 3, '2026-11-26 04:35:20.955085+00', '2026-11-26 04:35:20.955085+00', NULL, 2, NULL);
INSERT INTO core_api.people_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21622-fc02-7eaf-a828-fefddb9a6515', 'output', 3, 4, '2026-11-26 04:35:21.218943+00', '2026-11-26 04:35:24.127046+00', '2026-11-26 04:35:24.127046+00', 3, NULL);


--
-- Data for Name: peoples; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e587-741d-b768-cb3ed4d2a848', 1, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 04:35:15.463275+00', '2026-11-26 04:35:15.463275+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-e6d7-7377-b0b2-b4e8197bf667', 1, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 04:35:15.799413+00', '2026-11-26 04:35:15.799413+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-f9cd-78a5-8cf9-c2de76e66e6a', 2, NULL, NULL, 'Ada E-1', 'E-1', '2026-11-26 04:35:20.653541+00', '2026-11-26 04:35:20.653541+00', NULL);
INSERT INTO core_api.peoples OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-fafb-7468-b7ab-0b316db3eecf', 2, NULL, NULL, 'Ada E-2', 'E-2', '2026-11-26 04:35:20.955085+00', '2026-11-26 04:35:20.955085+00', NULL);


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

INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (1, 1, '01a21622-e42c-7e5e-b1bc-b42fee4816dc', 1, '2026-11-26 04:35:15.463275+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (3, 2, '01a21622-e677-746b-b9ee-e84f2947fc38', 1, '2026-11-26 04:35:15.799413+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (5, 3, '01a21622-e80b-799f-8b02-843b0c4c759e', 1, '2026-11-26 04:35:16.154978+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (7, 4, '01a21622-e91b-7abc-aff9-43c27ce4c492', 1, '2026-11-26 04:35:16.530604+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (9, 5, '01a21622-eb32-7d60-b808-0076a848b827', 1, '2026-11-26 04:35:16.930961+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (11, 6, '01a21622-ebb6-70f1-bc65-013b402051fb', 1, '2026-11-26 04:35:17.087107+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (13, 7, '01a21622-ec56-75b8-8b20-84a1f15dcc88', 1, '2026-11-26 04:35:17.25895+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (15, 8, '01a21622-ecf1-7420-a492-5aa85c05caf8', 1, '2026-11-26 04:35:17.38149+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (17, 9, '01a21622-ed5a-7535-87e2-8aa461eafe88', 1, '2026-11-26 04:35:17.498972+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (19, 10, '01a21622-ee7f-7297-8851-8c38b39d48d7', 1, '2026-11-26 04:35:17.803061+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (21, 11, '01a21622-ef6f-78db-a0f2-fed5c6e6d5b1', 1, '2026-11-26 04:35:18.058999+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (23, 12, '01a21622-f04f-7eb4-8fc8-fc0ef72fec82', 1, '2026-11-26 04:35:18.258968+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (25, 13, '01a21622-f0e4-768c-821e-405c73daf436', 1, '2026-11-26 04:35:18.41782+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (27, 14, '01a21622-f163-7b27-9f88-3aca310a64b1', 1, '2026-11-26 04:35:18.512326+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (29, 15, '01a21622-f1b7-7e47-8cbb-3e779a133735', 1, '2026-11-26 04:35:18.641652+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (31, 16, '01a21622-f307-773d-973d-8a2f878b3e7f', 1, '2026-11-26 04:35:19.031251+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (33, 17, '01a21622-f557-73e6-98d1-804cef315a24', 1, '2026-11-26 04:35:19.530956+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (35, 18, '01a21622-f5f3-7e10-bbf6-07f045d228f1', 1, '2026-11-26 04:35:19.7392+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (37, 19, '01a21622-f99f-72ba-ac45-10d19c1cbf63', 1, '2026-11-26 04:35:20.653541+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (39, 20, '01a21622-fa8b-7d6c-b79f-c453c84a6329', 1, '2026-11-26 04:35:20.955085+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (41, 21, '01a21622-fbdf-71e7-acc9-45a1ecdcc7ed', 1, '2026-11-26 04:35:21.218943+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (43, 22, '01a21622-fc9b-750d-bc23-6d9ce216cffc', 1, '2026-11-26 04:35:21.397579+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (45, 23, '01a21622-fd0c-741e-a2f3-917a030afc1f', 1, '2026-11-26 04:35:21.578065+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (47, 24, '01a21622-fe37-779c-8700-880a2a8e4b8b', 1, '2026-11-26 04:35:21.835075+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (49, 25, '01a21622-ff9b-776e-a034-4637e9007b40', 1, '2026-11-26 04:35:22.183178+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (51, 26, '01a21623-009c-776e-863a-1e2b2214eb75', 1, '2026-11-26 04:35:22.478967+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (53, 27, '01a21623-0163-7e6b-9a1e-2870e52237cc', 1, '2026-11-26 04:35:22.634932+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (55, 28, '01a21623-0203-7caf-8e6c-e2b606f9f2f3', 1, '2026-11-26 04:35:22.793824+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (57, 29, '01a21623-0283-7bb1-9e2a-4140206e51c9', 1, '2026-11-26 04:35:22.900916+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (59, 30, '01a21623-030f-71c4-9dae-348d4f0909ba', 1, '2026-11-26 04:35:23.071361+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (61, 31, '01a21623-03c7-777f-8301-bdaeaba1854d', 1, '2026-11-26 04:35:23.23904+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (63, 32, '01a21623-045f-7a72-b27c-75d11c6fc06f', 1, '2026-11-26 04:35:23.406995+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (65, 33, '01a21623-04ea-70de-8ad5-4382fc554ade', 1, '2026-11-26 04:35:23.531057+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (67, 34, '01a21623-057f-7dc8-be88-0161096e90b8', 1, '2026-11-26 04:35:23.687042+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (69, 35, '01a21623-060a-7767-8f69-184be6e96457', 1, '2026-11-26 04:35:23.835139+00');
INSERT INTO core_api.sync_deliveries OVERRIDING SYSTEM VALUE VALUES (71, 36, '01a21623-0696-7128-bbf0-b29db472c39e', 1, '2026-11-26 04:35:23.959024+00');


--
-- Data for Name: transaction_workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-f111-753b-98f9-8ea278ec677f', 'input', 1, 1, '2026-11-26 04:35:18.41782+00', '2026-11-26 04:35:18.41782+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f170-7c51-8d91-62e4c166a5c3', 'input', 2, 1, '2026-11-26 04:35:18.512326+00', '2026-11-26 04:35:18.512326+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-f1f1-7058-a7d0-e8e4196e77a8', 'output', 1, 2, '2026-11-26 04:35:18.641652+00', '2026-11-26 04:35:20.12687+00', '2026-11-26 04:35:20.12687+00', 15, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-03e6-7e05-9eea-1bad16d827f8', 'input', 3, 3, '2026-11-26 04:35:23.23904+00', '2026-11-26 04:35:23.23904+00', NULL, 13, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (5, '01a21623-048e-7a90-9cef-6a4e42ca71bd', 'input', 4, 3, '2026-11-26 04:35:23.406995+00', '2026-11-26 04:35:23.406995+00', NULL, 14, NULL);
INSERT INTO core_api.transaction_workspace_connectors OVERRIDING SYSTEM VALUE VALUES (6, '01a21623-050a-74b4-a629-da06814f508a', 'output', 3, 4, '2026-11-26 04:35:23.531057+00', '2026-11-26 04:35:24.230951+00', '2026-11-26 04:35:24.230951+00', 15, NULL);


--
-- Data for Name: transactions; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-f111-7cf2-a7a9-9e1580a6d5e4', 1, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 04:35:18.41782+00', '2026-11-26 04:35:18.41782+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f170-7dba-83a6-a3cf631cc5ae', 1, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 04:35:18.512326+00', '2026-11-26 04:35:18.512326+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (3, '01a21623-03e6-7e3e-8476-c5d010c6618b', 2, 'Fee E-1', -1.50, 'EUR', NULL, NULL, NULL, 'E-1', '2026-11-26 04:35:23.23904+00', '2026-11-26 04:35:23.23904+00', NULL);
INSERT INTO core_api.transactions OVERRIDING SYSTEM VALUE VALUES (4, '01a21623-048e-740a-994c-cac0c8e97066', 2, 'Fee E-2', -1.50, 'EUR', NULL, NULL, NULL, 'E-2', '2026-11-26 04:35:23.406995+00', '2026-11-26 04:35:23.406995+00', NULL);


--
-- Data for Name: workspace_connector_sync_logs; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e419-7336-91ec-d60fe212ce3e', 1, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 04:35:15.097849+00', '2026-11-26 04:35:15.476376+00', '2026-11-26 04:35:15.469704+00', NULL, '2026-11-26 04:35:15.476376+00', 378, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:15.097849+00', '2026-11-26 04:35:15.476376+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-e637-7277-b035-290feeb177b7', 1, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 04:35:15.639108+00', '2026-11-26 04:35:15.895114+00', '2026-11-26 04:35:15.855598+00', NULL, '2026-11-26 04:35:15.895114+00', 256, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:15.639108+00', '2026-11-26 04:35:15.895114+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-e803-7cb5-bc15-09e17730e9be', 2, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 04:35:16.099095+00', '2026-11-26 04:35:16.168253+00', '2026-11-26 04:35:16.160405+00', NULL, '2026-11-26 04:35:16.168253+00', 69, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:16.099095+00', '2026-11-26 04:35:16.168253+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-e90f-787c-936e-d7d228a8256c', 1, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 04:35:16.367476+00', '2026-11-26 04:35:16.562996+00', '2026-11-26 04:35:16.540632+00', NULL, '2026-11-26 04:35:16.562996+00', 195, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:16.367476+00', '2026-11-26 04:35:16.562996+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (5, '01a21622-eb26-714b-a2a5-2f0dfc066718', 1, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 04:35:16.902915+00', '2026-11-26 04:35:16.94335+00', '2026-11-26 04:35:16.935367+00', NULL, '2026-11-26 04:35:16.94335+00', 40, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:16.902915+00', '2026-11-26 04:35:16.94335+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (6, '01a21622-ebb2-7e5a-9929-7b1b9a31379b', 2, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 04:35:17.04212+00', '2026-11-26 04:35:17.119548+00', '2026-11-26 04:35:17.09922+00', NULL, '2026-11-26 04:35:17.119548+00', 77, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:17.04212+00', '2026-11-26 04:35:17.119548+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (7, '01a21622-ec52-7c94-841a-5e5a44b00d78', 1, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 04:35:17.202463+00', '2026-11-26 04:35:17.296177+00', '2026-11-26 04:35:17.264041+00', NULL, '2026-11-26 04:35:17.296177+00', 93, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:17.202463+00', '2026-11-26 04:35:17.296177+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (8, '01a21622-eced-7106-9983-81a0aea42580', 1, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 04:35:17.357458+00', '2026-11-26 04:35:17.388217+00', '2026-11-26 04:35:17.385576+00', NULL, '2026-11-26 04:35:17.388217+00', 30, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:17.357458+00', '2026-11-26 04:35:17.388217+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (9, '01a21622-ed4d-75ea-aaca-df231daff762', 2, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 04:35:17.453089+00', '2026-11-26 04:35:17.516252+00', '2026-11-26 04:35:17.507175+00', NULL, '2026-11-26 04:35:17.516252+00', 63, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:17.453089+00', '2026-11-26 04:35:17.516252+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (10, '01a21622-ee68-7881-a708-0a3c22d64cc2', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 04:35:17.736518+00', '2026-11-26 04:35:17.828747+00', '2026-11-26 04:35:17.811366+00', NULL, '2026-11-26 04:35:17.828747+00', 92, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:17.736518+00', '2026-11-26 04:35:17.828747+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (11, '01a21622-ef66-72e9-8949-254f2108bc23', 1, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 04:35:17.990848+00', '2026-11-26 04:35:18.094927+00', '2026-11-26 04:35:18.076738+00', NULL, '2026-11-26 04:35:18.094927+00', 104, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:17.990848+00', '2026-11-26 04:35:18.094927+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (12, '01a21622-f044-7293-bec4-c021af536e40', 2, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 04:35:18.212452+00', '2026-11-26 04:35:18.281867+00', '2026-11-26 04:35:18.27415+00', NULL, '2026-11-26 04:35:18.281867+00', 69, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:18.212452+00', '2026-11-26 04:35:18.281867+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (13, '01a21622-f0d6-770f-b815-c6d227a327e9', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 04:35:18.358138+00', '2026-11-26 04:35:18.434532+00', '2026-11-26 04:35:18.426932+00', NULL, '2026-11-26 04:35:18.434532+00', 76, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:18.358138+00', '2026-11-26 04:35:18.434532+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (14, '01a21622-f157-7cf4-a5a3-34d5561ec45e', 1, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 04:35:18.487267+00', '2026-11-26 04:35:18.519921+00', '2026-11-26 04:35:18.5164+00', NULL, '2026-11-26 04:35:18.519921+00', 32, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:18.487267+00', '2026-11-26 04:35:18.519921+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (15, '01a21622-f1ad-79e9-bda3-7ef77010e7fc', 2, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 04:35:18.573122+00', '2026-11-26 04:35:18.666004+00', '2026-11-26 04:35:18.648015+00', NULL, '2026-11-26 04:35:18.666004+00', 92, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:18.573122+00', '2026-11-26 04:35:18.666004+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (16, '01a21622-f303-77b0-80fe-6746d9fd2c39', 1, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 04:35:18.91504+00', '2026-11-26 04:35:19.143691+00', '2026-11-26 04:35:19.103654+00', NULL, '2026-11-26 04:35:19.143691+00', 228, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:18.91504+00', '2026-11-26 04:35:19.143691+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (17, '01a21622-f54f-7b01-b4fc-f207a661ac74', 1, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 04:35:19.503402+00', '2026-11-26 04:35:19.544004+00', '2026-11-26 04:35:19.540459+00', NULL, '2026-11-26 04:35:19.544004+00', 40, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:19.503402+00', '2026-11-26 04:35:19.544004+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (18, '01a21622-f5e8-75b2-8b55-3d79f3f5b91f', 2, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 04:35:19.656948+00', '2026-11-26 04:35:19.77172+00', '2026-11-26 04:35:19.751356+00', NULL, '2026-11-26 04:35:19.77172+00', 114, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:19.656948+00', '2026-11-26 04:35:19.77172+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (19, '01a21622-f993-73a0-8c31-10fc1cda3228', 3, 'people', 'input', 'manual', 'incremental', 'success', 1, '2026-11-26 04:35:20.595+00', '2026-11-26 04:35:20.667314+00', '2026-11-26 04:35:20.657823+00', NULL, '2026-11-26 04:35:20.667314+00', 72, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:20.595+00', '2026-11-26 04:35:20.667314+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (20, '01a21622-fa57-73b2-974a-733d3173bdde', 3, 'people', 'input', 'manual', 'incremental', 'success', 2, '2026-11-26 04:35:20.791723+00', '2026-11-26 04:35:21.043668+00', '2026-11-26 04:35:21.000382+00', NULL, '2026-11-26 04:35:21.043668+00', 251, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:20.791723+00', '2026-11-26 04:35:21.043668+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (21, '01a21622-fbd2-7150-9796-bf377ae1fe0d', 4, 'people', 'output', 'manual', 'incremental', 'success', 3, '2026-11-26 04:35:21.170831+00', '2026-11-26 04:35:21.22789+00', '2026-11-26 04:35:21.223601+00', NULL, '2026-11-26 04:35:21.22789+00', 57, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:21.170831+00', '2026-11-26 04:35:21.22789+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (22, '01a21622-fc95-73fd-81b1-9ec56a7bc9c1', 3, 'company', 'input', 'manual', 'incremental', 'success', 4, '2026-11-26 04:35:21.365245+00', '2026-11-26 04:35:21.431386+00', '2026-11-26 04:35:21.420628+00', NULL, '2026-11-26 04:35:21.431386+00', 66, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:21.365245+00', '2026-11-26 04:35:21.431386+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (23, '01a21622-fd08-7dfd-ade8-d0ec84ad2298', 3, 'company', 'input', 'manual', 'incremental', 'success', 5, '2026-11-26 04:35:21.480689+00', '2026-11-26 04:35:21.588818+00', '2026-11-26 04:35:21.586173+00', NULL, '2026-11-26 04:35:21.588818+00', 108, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:21.480689+00', '2026-11-26 04:35:21.588818+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (24, '01a21622-fe13-75ab-a6c2-c1f26775fa36', 4, 'company', 'output', 'manual', 'incremental', 'success', 6, '2026-11-26 04:35:21.747599+00', '2026-11-26 04:35:21.867806+00', '2026-11-26 04:35:21.859423+00', NULL, '2026-11-26 04:35:21.867806+00', 120, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:21.747599+00', '2026-11-26 04:35:21.867806+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (25, '01a21622-ff6e-79be-8562-62597855e01c', 3, 'account', 'input', 'manual', 'incremental', 'success', 7, '2026-11-26 04:35:22.094993+00', '2026-11-26 04:35:22.231842+00', '2026-11-26 04:35:22.205144+00', NULL, '2026-11-26 04:35:22.231842+00', 136, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:22.094993+00', '2026-11-26 04:35:22.231842+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (26, '01a21623-0086-73a4-b3ec-4a72da17b44e', 3, 'account', 'input', 'manual', 'incremental', 'success', 8, '2026-11-26 04:35:22.37444+00', '2026-11-26 04:35:22.494507+00', '2026-11-26 04:35:22.483165+00', NULL, '2026-11-26 04:35:22.494507+00', 120, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:22.37444+00', '2026-11-26 04:35:22.494507+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (27, '01a21623-0155-7e2b-b7f4-e5dd956fab72', 4, 'account', 'output', 'manual', 'incremental', 'success', 9, '2026-11-26 04:35:22.581399+00', '2026-11-26 04:35:22.64377+00', '2026-11-26 04:35:22.639574+00', NULL, '2026-11-26 04:35:22.64377+00', 62, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:22.581399+00', '2026-11-26 04:35:22.64377+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (28, '01a21623-01fa-7994-ab74-70a431a6e124', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 10, '2026-11-26 04:35:22.746363+00', '2026-11-26 04:35:22.814849+00', '2026-11-26 04:35:22.797621+00', NULL, '2026-11-26 04:35:22.814849+00', 68, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:22.746363+00', '2026-11-26 04:35:22.814849+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (29, '01a21623-027e-72af-9a33-ab80c0f59435', 3, 'invoice', 'input', 'manual', 'incremental', 'success', 11, '2026-11-26 04:35:22.87878+00', '2026-11-26 04:35:22.90773+00', '2026-11-26 04:35:22.905115+00', NULL, '2026-11-26 04:35:22.90773+00', 28, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:22.87878+00', '2026-11-26 04:35:22.90773+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (30, '01a21623-0304-7485-ac1d-03428c81271b', 4, 'invoice', 'output', 'manual', 'incremental', 'success', 12, '2026-11-26 04:35:23.012358+00', '2026-11-26 04:35:23.092516+00', '2026-11-26 04:35:23.083247+00', NULL, '2026-11-26 04:35:23.092516+00', 80, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:23.012358+00', '2026-11-26 04:35:23.092516+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (31, '01a21623-03b7-7dae-af5d-c540f9fbbac5', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 13, '2026-11-26 04:35:23.191154+00', '2026-11-26 04:35:23.262857+00', '2026-11-26 04:35:23.253952+00', NULL, '2026-11-26 04:35:23.262857+00', 71, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:23.191154+00', '2026-11-26 04:35:23.262857+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (32, '01a21623-0457-7c11-8c1b-5cc3a416b7ad', 3, 'transaction', 'input', 'manual', 'incremental', 'success', 14, '2026-11-26 04:35:23.351695+00', '2026-11-26 04:35:23.422923+00', '2026-11-26 04:35:23.41145+00', NULL, '2026-11-26 04:35:23.422923+00', 71, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:23.351695+00', '2026-11-26 04:35:23.422923+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (33, '01a21623-04dc-7817-9d1f-d1c85b35b567', 4, 'transaction', 'output', 'manual', 'incremental', 'success', 15, '2026-11-26 04:35:23.484277+00', '2026-11-26 04:35:23.545468+00', '2026-11-26 04:35:23.543145+00', NULL, '2026-11-26 04:35:23.545468+00', 61, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:23.484277+00', '2026-11-26 04:35:23.545468+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (34, '01a21623-0575-7537-91ba-96ac536ad8f2', 3, 'document', 'input', 'manual', 'incremental', 'success', 16, '2026-11-26 04:35:23.637335+00', '2026-11-26 04:35:23.696103+00', '2026-11-26 04:35:23.691158+00', NULL, '2026-11-26 04:35:23.696103+00', 58, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:23.637335+00', '2026-11-26 04:35:23.696103+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (35, '01a21623-05fe-7f93-8eab-d465529ce91b', 3, 'document', 'input', 'manual', 'incremental', 'success', 17, '2026-11-26 04:35:23.774284+00', '2026-11-26 04:35:23.844716+00', '2026-11-26 04:35:23.839499+00', NULL, '2026-11-26 04:35:23.844716+00', 70, NULL, 1, 0, 1, 0, 0, 0, '2026-11-26 04:35:23.774284+00', '2026-11-26 04:35:23.844716+00');
INSERT INTO core_api.workspace_connector_sync_logs OVERRIDING SYSTEM VALUE VALUES (36, '01a21623-068f-74a0-a0cb-9e50878937af', 4, 'document', 'output', 'manual', 'incremental', 'success', 18, '2026-11-26 04:35:23.919511+00', '2026-11-26 04:35:23.968449+00', '2026-11-26 04:35:23.963439+00', NULL, '2026-11-26 04:35:23.968449+00', 48, NULL, 0, 1, 1, 0, 0, 0, '2026-11-26 04:35:23.919511+00', '2026-11-26 04:35:23.968449+00');


--
-- Data for Name: workspace_connectors; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e413-755a-b020-b2b00909ecbc', 1, 1, 'enabled', '2026-11-26 04:35:15.091143+00', '2026-11-26 04:35:15.091143+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-e7f6-7691-8b66-8884fc43894a', 1, 3, 'disabled', '2026-11-26 04:35:16.086886+00', '2026-11-26 04:35:20.024538+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (3, '01a21622-f984-7f8d-8115-4aa0d6430f47', 2, 1, 'enabled', '2026-11-26 04:35:20.580071+00', '2026-11-26 04:35:20.580071+00', NULL);
INSERT INTO core_api.workspace_connectors OVERRIDING SYSTEM VALUE VALUES (4, '01a21622-fbce-7850-bb5c-aca15ac722ea', 2, 3, 'disabled', '2026-11-26 04:35:21.166893+00', '2026-11-26 04:35:24.095871+00', NULL);


--
-- Data for Name: workspaces; Type: TABLE DATA; Schema: core_api; Owner: -
--

INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (1, '01a21622-e23b-7b17-99e6-42ac71c6c68c', 'Here', NULL, 19, '2026-11-26 04:35:14.61908+00', '2026-11-26 04:35:14.61908+00', NULL);
INSERT INTO core_api.workspaces OVERRIDING SYSTEM VALUE VALUES (2, '01a21622-f818-70e3-822f-15a55e5bc2ba', 'There', NULL, 19, '2026-11-26 04:35:20.216464+00', '2026-11-26 04:35:20.216464+00', NULL);


--
-- Data for Name: wellhead_schema_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.wellhead_schema_history VALUES (1, 'ledger', '2026-11-26T04:35:13.791110128Z', '205448304341931971');
INSERT INTO public.wellhead_schema_history VALUES (2, 'company', '2026-11-26T04:35:14.079252527Z', '18140801688952539278');
INSERT INTO public.wellhead_schema_history VALUES (3, 'account', '2026-11-26T04:35:14.198865272Z', '1336389679699313735');
INSERT INTO public.wellhead_schema_history VALUES (4, 'invoice', '2026-11-26T04:35:14.346817501Z', '1061014000437949758');
INSERT INTO public.wellhead_schema_history VALUES (5, 'transaction', '2026-11-26T04:35:14.451147243Z', '3260641041284643430');
INSERT INTO public.wellhead_schema_history VALUES (6, 'document', '2026-11-26T04:35:14.523135357Z', '11180482995063025025');


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


