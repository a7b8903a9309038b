#!/bin/sh
# Run once by the postgres image: the role Phaseline serves as, which is no superuser, and its database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$PHASELINE_PASSWORD" <<'SQL'
CREATE ROLE phaseline LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD :'password';
CREATE DATABASE phaseline OWNER phaseline;
SQL
