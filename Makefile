# Each target is the only command that a fresh machine needs: what is missing in .venv is installed first.
.DEFAULT_GOAL := help
.PHONY: help run test lint check scan bench accuracy fuzz lock clean venv dev

BIN := .venv/bin
# What `make` starts keeps data and keys below .run, apart from each other and from the home folder.
export MISHAO_HOME ?= $(CURDIR)/.run/data
export MISHAO_ROOT_KEY_FILE ?= $(CURDIR)/.run/keys/root.key
export MISHAO_ANCHOR_FILE ?= $(CURDIR)/.run/keys/checkpoints

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

venv: ## make .venv with what the product needs
	@tools/install runtime

dev: ## make .venv with what the tests need as well
	@tools/install dev

run: venv ## set up, start the service, scan examples/estate, print report, address and credential; Ctrl-C stops
	@exec $(BIN)/python tools/run.py

scan: venv ## scan something else: make scan TARGET="PATH-OR-URL …"
	@test -n "$(TARGET)" || { echo 'make scan: say what to scan, e.g. make scan TARGET=/srv/share' >&2; exit 2; }
	@$(BIN)/mishao scan $(TARGET) || { code=$$?; [ $$code -eq 1 ] || [ $$code -eq 4 ]; }

lint: dev ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v shellcheck >/dev/null; then shellcheck tools/install tools/lock tools/env tools/entrypoint .ci/run; else echo 'shellcheck is not installed: shell scripts not checked'; fi

test: lint ## everything a change must pass
	$(BIN)/pytest

bench: dev ## MB/s and the ratio to presidio-analyzer on the same corpus; writes build/bench.json
	@mkdir -p build
	$(BIN)/python -m tests.bench

accuracy: dev ## precision and recall per infotype on a generated, labelled corpus; writes build/accuracy.json
	@mkdir -p build
	$(BIN)/python -m tests.accuracy

fuzz: dev ## 2,000 mutants of every format through the parser process; writes build/fuzz.json
	$(BIN)/python -m tests.fuzz $(FUZZ)

lock: ## write requirements/*.txt anew from pyproject.toml
	@tools/lock

clean: ## remove everything that make made
	rm -rf .venv .run build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
