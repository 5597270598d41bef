# The two commands of the README: `make run` and `make test`. Everything else is for developers.

SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARCHIVE ?= .run/archive
PORT ?= 7860
SERVE ?= 1
QUESTION ?= who disputed the withdrawal?

.PHONY: run test gate check bench clean

run: $(VENV)/.ready
	@$(BIN)/onrecord --archive $(ARCHIVE) ingest ingest/samples
	@echo; echo "> $(QUESTION)"; echo
	@$(BIN)/onrecord --archive $(ARCHIVE) ask "$(QUESTION)"
	@if [ "$(SERVE)" != 0 ]; then echo; $(BIN)/onrecord --archive $(ARCHIVE) serve --port $(PORT); fi

test: $(VENV)/.ready-tests
	@bash scripts/chromium
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n 2 --dist loadfile
	@$(MAKE) --no-print-directory gate

# The questions on the sample articles must be answered no worse than they were.
gate: $(VENV)/.ready-tests
	@$(BIN)/onrecord eval samples --out .run/eval --gate assistant/evaluation/suites/samples/floors.json

check: $(VENV)/.ready-tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/docs.py --check

bench: $(VENV)/.ready-bench
	@$(BIN)/python tests/bench/ask_speed.py
	@$(BIN)/python tests/bench/ingest_speed.py

$(VENV)/.ready: pyproject.toml constraints.txt
	@bash scripts/install $(PYTHON) $(VENV) .
	@touch $@

$(VENV)/.ready-tests: pyproject.toml constraints.txt
	@bash scripts/install $(PYTHON) $(VENV) '.[test]'
	@touch $(VENV)/.ready $@

$(VENV)/.ready-bench: pyproject.toml constraints.txt
	@bash scripts/install $(PYTHON) $(VENV) '.[test,bench]'
	@touch $(VENV)/.ready $(VENV)/.ready-tests $@

clean:
	rm -rf $(VENV) .run build *.egg-info
