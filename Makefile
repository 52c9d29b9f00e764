# Every command of the project; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo serve test check fix migration bench lock
.DELETE_ON_ERROR:

help:  ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: .venv/ready  ## set everything up, load the sample fair, make its timetable, publish and serve it (ARGS=--no-serve)
	@$(BIN)/chophien demo $(ARGS)

serve: .venv/ready  ## serve what is in the database, with one worker for timetables (ARGS="--port 8080")
	@$(BIN)/chophien serve $(ARGS)

test: .venv/ready-for-tests  ## install what the tests need and run them all (ARGS="-k booth" for some)
	@$(BIN)/python tests/chromium.py
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/ready-for-tests  ## format, lint, types, import order, house rules
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/pytest --quiet tests/house_rules

fix: .venv/ready-for-tests  ## let the tools mend what they can
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix --quiet

migration: .venv/ready  ## write a migration for changed tables
	@$(BIN)/piccolo migrations new chophien --auto

bench: .venv/ready-for-tests  ## write the tables and the picture of benchmarks/README.md anew (CHOPHIEN_DATA names the folder of problems)
	@$(BIN)/python -m benchmarks.report $(ARGS)

lock: .venv/ready  ## pin the newest versions that pyproject.toml allows
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv lock --quiet --upgrade
	@$(BIN)/uv export --quiet --frozen --no-header --no-dev --no-emit-project --output-file requirements/run.lock
	@$(BIN)/uv export --quiet --frozen --no-header --group test --no-emit-project --output-file requirements/test.lock
	@rm uv.lock

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Chợ Phiên needs Python 3.11 or newer, and there is no '$(PYTHON)' here. Install it, or name yours: make demo PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Chợ Phiên needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name a newer one: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/ready: requirements/run.lock pyproject.toml frontend/package-lock.json frontend/build.py | .venv/bin/python
	@echo "Installing what Chợ Phiên needs (about half a minute)…"
	@$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/run.lock
	@$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready requirements/test.lock
	@echo "Installing what the tests need…"
	@$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/test.lock
	@touch $@
