# Suluh. `make demo` and `make test` are all that a fresh clone needs.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
DEMO_HOME := $(or $(SULUH_HOME),$(CURDIR)/.suluh/demo)
export SULUH_HOME ?= $(CURDIR)/.suluh/home
DATABASES ?= sqlite postgresql

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(STAMP): requirements.lock pyproject.toml
	@command -v git >/dev/null || { echo "suluh: git is missing: sudo apt-get install git"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "suluh: Python 3.11 or newer is needed: sudo apt-get install python3.11 python3.11-venv, then make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv --help >/dev/null 2>&1 && $(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "suluh: venv is missing: sudo apt-get install $(notdir $(PYTHON))-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $(STAMP)

setup: words ## Make .venv with the locked packages

words: $(STAMP) ## Compile the catalogues
	@$(BIN)/python tools/compile_catalogues.py

demo: export SULUH_HOME := $(DEMO_HOME)
demo: words ## Run an invented institution in SULUH_HOME (or .suluh/demo)
	@$(BIN)/suluh demo

up: words ## Run the house in SULUH_HOME
	@$(BIN)/suluh up

test: words ## Run the tests on every database that answers
	@DATABASES="$(DATABASES)" $(BIN)/python tools/test.py

check: words ## Lint, types, contracts, migrations, catalogues
	@$(BIN)/python tools/check.py

prove: words ## Run the quick proofs
	@$(BIN)/python tools/prove_quick.py

pictures: words ## Photograph the demo for the README (needs chromium)
	@$(BIN)/python tools/pictures.py

bench: $(STAMP) ## Run the benches (on an idle machine)
	@$(BIN)/suluh bench visible && $(BIN)/suluh bench page

lock: ## Compile requirements.lock anew
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11.5 pyproject.toml --extra test --extra check --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11.5 pyproject.toml --constraint requirements.lock --output-file requirements-run.lock

clean: ## Forget everything that can be made again
	@rm -rf $(VENV) .suluh out .mypy_cache .ruff_cache .pytest_cache

.PHONY: help setup words demo up test check prove pictures bench lock clean
