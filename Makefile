# What a person types. `make help` prints each target with the comment beside it.
SHELL := /bin/sh
PYTHON ?= python3
UV := PYTHONPATH=.uv UV_PYTHON_DOWNLOADS=never $(PYTHON) -m uv
BIN := .venv/bin
SAMPLE ?= 300
# Tests wait for servers and browsers more than they compute: one more than there are processors.
WORKERS ?= $(shell expr $$(nproc) + 1)
BUNDLE := catalogue/web/static/build/.ready
NODE := sh catalogue/web/scripts/node.sh

.DEFAULT_GOAL := help
.PHONY: help setup run test check docs fix bench reliability lock clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: .venv/.ready $(BUNDLE) ## make .venv, with phototheque in .venv/bin, and the scripts of its pages

.uv/.ready:
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .uv uv
	@touch $@

.venv/.ready: requirements.lock pyproject.toml .uv/.ready
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --compile-bytecode --python .venv --require-hashes requirements.lock
	@$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q catalogue ingest datasette_plugins
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc | .uv/.ready
	@$(NODE) $(PYTHON) npm ci --silent
	@touch $@

$(BUNDLE): node_modules/.ready $(wildcard catalogue/web/scripts/* catalogue/web/scripts/*/*)
	@$(NODE) $(PYTHON) node catalogue/web/scripts/build.mjs
	@touch $@

.lint/.ready: requirements-lint.lock .uv/.ready
	@test -x .lint/bin/python || $(UV) venv --quiet --python $(PYTHON) .lint
	@$(UV) pip sync --quiet --python .lint --require-hashes requirements-lint.lock
	@touch $@

run: setup ## build the demo library from photos it draws itself, and serve it
	@$(BIN)/phototheque demo --home .demo

test: setup .lint/.ready ## run every test
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: setup .lint/.ready ## lint, types, architecture and docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. .lint/bin/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/docs

docs: setup ## write the reference page from the program
	@$(BIN)/python docs/write_reference.py
	@$(BIN)/python docs/write_access.py

fix: setup ## mend what ruff can mend, and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup ## print the benchmark tables
	@$(BIN)/python -m benchmarks

reliability: setup ## kill and break ingests, SAMPLE moments of them (300)
	@$(BIN)/python -m tests.reliability --kills $(SAMPLE)

lock: .uv/.ready ## choose versions anew, and write both lock files
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock
	@printf 'import-linter\n' | $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 - -o requirements-lint.lock

clean: ## take away what was made, but no photo
	@rm -rf .venv .lint .uv .node node_modules catalogue/web/static/build .demo .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis
