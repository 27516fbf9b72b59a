# Metodsök. "make run" starts the service, "make test" checks everything; both prepare the machine first.

PYTHON := .venv/bin/python
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run test test-whoosh2 lint format lock bench screenshots clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Prepare, bring the index up to date and start the web application
	@sh tools/setup.sh run
	@.venv/bin/metodsok index || [ $$? -eq 3 ]
	@.venv/bin/metodsok serve --port $(PORT) || [ $$? -eq 130 ]

# The long groups (cluster, browser) begin first and at the same time; more than four processes only get in each other's way.
test: lint ## Prepare, then check style, types and behaviour
	$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

lint: ## Check style and types only
	@sh tools/setup.sh test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

# 2.7.4 is compiled first: its syntax warnings would be errors in the test run.
test-whoosh2: ## Run the engine contract on Whoosh 2.7.4: the way back from whoosh3 is open
	@sh tools/setup.sh whoosh2
	PYTHONPATH=.tools/whoosh2 $(PYTHON) -m pytest -q tests/contract/test_engine.py

format: ## Put the code into the house style
	@sh tools/setup.sh test
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

lock: ## Choose dependency versions anew and lock them by hash
	@sh tools/setup.sh lock

bench: ## Measure build time, size and search time on generated corpora, and fifty visitors at once
	@sh tools/setup.sh test
	$(PYTHON) bench/search.py
	$(PYTHON) bench/commands.py
	$(PYTHON) bench/load.py
	$(PYTHON) bench/sites.py

screenshots: ## Picture every page, light, dark and on a telephone, for README and handbook
	@sh tools/setup.sh test
	$(PYTHON) tools/screenshots.py

clean: ## Remove what can be made again: index, environment, caches
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info index/*
