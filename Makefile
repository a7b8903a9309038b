# Phaseline: `make demo` to look around, `make test` to run the tests, `make help` for the rest.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PORT ?= 8000
WORKERS ?= 2
COMPILE := .local/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup demo test browser bench chaos check stop lock

help:  ## name the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1: \2/p' Makefile

setup:  ## make the environment .venv, or bring it up to date
	@if [ -z "$(PYTHON)" ]; then echo "phaseline: Python 3.11 or newer was not found: install it, or name it: make PYTHON=/path/to/python3.12"; exit 1; fi
	@$(PYTHON) config/environment.py

demo: setup  ## start everything with a demo world on port 8000 (PORT=8001 make demo overrides)
	@env DEMO=1 PORT=$(PORT) $(BIN)/python manage.py run_demo

test: setup  ## run the whole test suite
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

browser: setup  ## run the journeys in Chromium
	@env NOTHING_SKIPPED=1 $(BIN)/python -m pytest -m browser

chaos: setup  ## break everything around the outbox for CHAOS_SECONDS (600), count what became of it
	@env CHAOS_SECONDS=$${CHAOS_SECONDS:-600} NOTHING_SKIPPED=1 $(BIN)/python -m pytest -q tests/notifications/test_chaos.py

check: setup  ## lint, check the layers, the migrations and the production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run
	env DEBUG=0 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))') ALLOWED_HOSTS=phaseline.example \
		DATABASE_URL=$$($(BIN)/python -c 'from config import postgres; print(postgres.url())') REDIS_URL=redis://localhost \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup  ## measure: one table, and .local/bench.json (BENCH=matching for one of them)
	@$(BIN)/python -m bench $(BENCH)

stop:  ## stop the embedded PostgreSQL, which manage.py leaves running
	@$(BIN)/python -m config.postgres stop

lock:  ## compile the locks anew
	test -x .local/uv/bin/uv || { $(PYTHON) -m venv .local/uv && .local/uv/bin/pip install --quiet uv; }
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --group postgres -o requirements-postgres.lock
	$(COMPILE) --group numba -c requirements.lock -o requirements-numba.lock
