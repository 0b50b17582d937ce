-- The three login roles and the database. Run once by an administrator, with psql; running it again only
-- renews the passwords. Everything else is the migrations' business.
--   SWITCHBOARD_OWNER_PASSWORD=… SWITCHBOARD_APP_PASSWORD=… SWITCHBOARD_QUERY_PASSWORD=… psql -X -d postgres -f db/roles.sql
-- Another database than "switchboard": -v database=NAME.

\set ON_ERROR_STOP on
\getenv owner_password SWITCHBOARD_OWNER_PASSWORD
\getenv app_password SWITCHBOARD_APP_PASSWORD
\getenv query_password SWITCHBOARD_QUERY_PASSWORD
\if :{?database}
\else
  \set database switchboard
\endif

-- One at a time: two that alter the same role at once would fail.
DO $$ BEGIN PERFORM pg_advisory_lock(hashtext('switchboard roles')); END $$;

-- Migrates, and owns every table, but is subject to row-level security like anybody else.
SELECT 'CREATE ROLE switchboard_owner'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'switchboard_owner') \gexec
ALTER ROLE switchboard_owner LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';

-- Serves requests: owns nothing and may do only what migrations grant.
SELECT 'CREATE ROLE switchboard_app'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'switchboard_app') \gexec
ALTER ROLE switchboard_app LOGIN NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'app_password';
-- A statement of its own (a read that is no transaction) has no other limit; transactions narrow it.
ALTER ROLE switchboard_app SET statement_timeout = '30s';
ALTER ROLE switchboard_app SET idle_in_transaction_session_timeout = '60s';

-- Runs the SQL that agents write: a member of nothing, which reads what policies show and writes nothing.
SELECT 'CREATE ROLE switchboard_query'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'switchboard_query') \gexec
ALTER ROLE switchboard_query LOGIN NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT 20 PASSWORD :'query_password';
ALTER ROLE switchboard_query SET default_transaction_read_only = on;
ALTER ROLE switchboard_query SET statement_timeout = '10s';
ALTER ROLE switchboard_query SET idle_in_transaction_session_timeout = '20s';
ALTER ROLE switchboard_query SET work_mem = '4MB';
ALTER ROLE switchboard_query SET hash_mem_multiplier = 1;
ALTER ROLE switchboard_query SET max_parallel_workers_per_gather = 0;
-- How much may spill to the disk; only a superuser may say so.
SELECT 'ALTER ROLE switchboard_query SET temp_file_limit = 65536'
 WHERE EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper) \gexec

-- Asked rather than set, because only a superuser may set them.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname IN ('switchboard_owner', 'switchboard_app', 'switchboard_query')
                                    AND (rolsuper OR rolbypassrls OR rolreplication)) THEN
    RAISE EXCEPTION 'switchboard_owner, switchboard_app and switchboard_query must not be SUPERUSER, BYPASSRLS or REPLICATION';
  END IF;
END $$;

SELECT format('CREATE DATABASE %I OWNER switchboard_owner', :'database')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO switchboard_app, switchboard_query;
