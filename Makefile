# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2

# Every target sets up what it needs by itself; the first time that takes a minute.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
export HOUVAST_HOME ?= $(CURDIR)/.houvast

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run test test-long check format bench docs lock clean

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

run: $(READY)  ## show the synthetic region in a browser (PORT=8000)
	@$(BIN)/houvast demo run --port $(PORT)

test: $(READY)  ## run every suite once
	@$(BIN)/python tools/run_tests.py

test-long: $(READY)  ## as test, in reverse order, on newer Pythons, with long kills and long fuzzing
	@$(BIN)/python tools/run_tests.py --long

check: $(READY)  ## style, types, layers, licences and rules only
	@$(BIN)/python tools/run_tests.py check

format: $(READY)  ## lay out the code as the checks want it
	@$(BIN)/ruff format src tools tests
	@$(BIN)/ruff check --fix .

bench: $(READY)  ## measure what must be fast; JSON and a table
	@$(BIN)/houvast bench

docs: $(READY)  ## write the generated pages of docs/reference again
	@$(BIN)/python tools/write_reference.py

lock: $(READY)  ## pin every package again, with hashes
	@$(BIN)/python tools/write_lock.py

clean:  ## throw away what can be made again; the data in HOUVAST_HOME stays
	rm -rf .venv .venv-* .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml tools/bootstrap.py
	@test -n "$(PYTHON)" || { echo "Houvast needs Python 3.11 or newer with venv. On Debian: apt-get install --yes python3-venv"; exit 1; }
	@echo "Setting up .venv ..."
	@$(PYTHON) tools/bootstrap.py .venv
	@touch $@
