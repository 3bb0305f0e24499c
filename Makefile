# Two commands do everything: `make dev` runs a server to play with, `make test` proves the tree.
# Both make their own virtual environment first; nothing has to be installed by hand.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: dev test lint types unit fmt clean

dev: .venv/.run
	$(BIN)/chappe dev

test: .venv/.test lint types unit

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.test
	$(BIN)/mypy

unit: .venv/.test
	$(BIN)/pytest -n auto

fmt: .venv/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

.venv/.run: .venv/bin/python setup.cfg setup.py constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.test: .venv/bin/python setup.cfg setup.py constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $@ .venv/.run

clean:
	rm -rf .venv .peers build *.egg-info .mypy_cache .ruff_cache .pytest_cache
