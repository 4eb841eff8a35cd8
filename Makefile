# Conflict Atlas. `make run` serves it, `make test` proves it; `make help` lists the rest.
# What a target has made is remembered in .stamps, so that a second run has nothing to do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
JOBS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test lint bench docs translations lock wheel clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: $(STAMPS)/run $(STAMPS)/web $(STAMPS)/words ## set up the program: virtual environment, locked packages, front end

run: setup ## serve the whole product at http://127.0.0.1:8000
	$(BIN)/conflict-atlas up

test: $(STAMPS)/dev $(STAMPS)/web $(STAMPS)/words ## set up and run every test, those in a real browser included
	tools/ensure-chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: $(STAMPS)/dev $(STAMPS)/web $(STAMPS)/words ## style, types, layers, words
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/translations.py check
	tools/with-node npm run --silent check --prefix web

bench: $(STAMPS)/dev $(STAMPS)/web $(STAMPS)/words ## measure what the docs claim, and keep it as JSON
	$(BIN)/python -m benchmarks

docs: $(STAMPS)/dev ## check the documentation against the program
	$(BIN)/python -m pytest -q tests/unit/test_docs.py tests/unit/test_docs_figures.py

wheel: $(STAMPS)/dev $(STAMPS)/web $(STAMPS)/words ## build the wheel, the built front end and words inside
	$(BIN)/python -m build --wheel --no-isolation

translations: $(STAMPS)/run ## bring the catalogues of words in step with the program, list what has no translation
	$(BIN)/python tools/translations.py extract
	$(BIN)/python tools/translations.py compile

lock: ## write the lock files again (needs uv)
	uv pip compile $(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile $(LOCK) pyproject.toml requirements/build.in requirements/dev.in -c requirements/run.txt -o requirements/dev.txt
	uv pip compile $(LOCK) requirements/node.in -o requirements/node.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

clean: ## remove what the other targets have made
	rm -rf $(VENV) $(STAMPS) web/node_modules src/conflict_atlas/built src/conflict_atlas/locale/*/LC_MESSAGES/*.mo dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Conflict Atlas needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": name another one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: web/package.json web/package-lock.json web/.npmrc | $(VENV)/bin/python
	tools/with-node npm ci --prefix web --ignore-scripts --no-audit --no-fund --silent
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/web: $(STAMPS)/packages $(wildcard web/build/* web/css/* web/scripts/*)
	tools/with-node npm run --silent build --prefix web
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/words: $(STAMPS)/run $(wildcard src/conflict_atlas/locale/*/LC_MESSAGES/*.po) tools/translations.py
	$(BIN)/python tools/translations.py compile
	@mkdir -p $(STAMPS) && touch $@
