# Two commands do everything: `make dev` runs a server to play with, `make test` proves the tree.
# Both make their own virtual environment first; nothing has to be installed by hand.
#
#   lint types unit    the three parts of test          fmt     put the code in order
#   audit              known holes of dependencies (asks PyPI; fails where that knows none of them)
#   docs               rewrite the generated pages      peers   install the clients of others that tests run
#   sanitized          compiled parts under fire, while gcc watches every access of theirs (ten minutes)
PYTHON ?= python3
BIN := .venv/bin
NATIVE := $(wildcard */*/csrc/*)

.PHONY: dev test lint types unit fmt audit docs sanitized peers clean

dev: .venv/.run
	$(BIN)/chappe dev

test: .venv/.test lint types unit

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.test
	$(BIN)/mypy

unit: .venv/.test .peers/.ready
	$(BIN)/pytest -n auto

fmt: .venv/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Without --strict what the database does not have is skipped, and an audit of nothing passes.
audit: .venv/.test
	@$(BIN)/pip install --quiet --constraint constraints.txt pip-audit
	@$(BIN)/pip-audit --strict --no-deps --progress-spinner off -r constraints.txt \
		|| { echo "NOT AUDITED, or not sound: the lines above say which. A mirror of PyPI without its advisories" \
			"knows no holes: run this where https://pypi.org can be reached." >&2; exit 1; }

docs: .venv/.test
	$(BIN)/python docs/generate.py
	$(BIN)/python -m server.rpc.coverage
	$(BIN)/python docs/screenshots.py

# Built as the real thing, but with AddressSanitizer and UndefinedBehaviorSanitizer, into a folder that is looked at
# first; all anew, because what was compiled otherwise would count as up to date. Python's own allocator would hide from
# them where an object ends.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g
SANITIZED := LD_PRELOAD="$$(gcc -print-file-name=libasan.so) $$(gcc -print-file-name=libubsan.so)" \
	ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc PYTHONPATH=build/sanitized:.

sanitized: .venv/.test
	rm -rf build
	CFLAGS="$(SANITIZE)" LDFLAGS="$(SANITIZE)" $(BIN)/pip install --quiet --upgrade --no-deps --target build/sanitized .
	$(SANITIZED) $(BIN)/python -P -m pytest -o pythonpath= \
		tests/mtproto/crypto tests/mtproto/tl tests/mtproto/session/test_containers.py \
		tests/mtproto/session/test_seen_ids.py tests/mtproto/session/test_outgoing.py tests/mtproto/session/test_msg_ids.py \
		tests/mtproto/session/test_pending_acks.py tests/storage/sqlite/test_flushing.py \
		tests/storage/test_writing.py
	for target in packet tl session framing exchange; do \
		$(SANITIZED) $(BIN)/python -P -m tests.fuzz.fuzz_$$target 60 || exit 1; \
	done

# Client libraries that cannot share our virtual environment: two are called pyrogram, and two are not Python.
# What cannot be had here (npm, a wheel for this machine) is left out, and the tests that need it say so.
peers: .peers/.ready

.peers/.ready: tests/peers/requirements.txt tests/peers/package-lock.json | .venv/.test
	while read -r name package; do \
		$(BIN)/pip install --quiet --upgrade --target .peers/$$name $$package || echo "without $$name"; \
	done < tests/peers/requirements.txt
	mkdir -p .peers/node
	cp tests/peers/package.json tests/peers/package-lock.json .peers/node
	cd .peers/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || echo "without mtcute and gramjs"
	@touch $@

.venv/bin/python:
	@echo "Installing into .venv, which takes a minute or two."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip

# Compiled once here, a server starts in half the time even where Python may not keep what it compiles.
COMPILE := $(BIN)/python -m compileall -q mtproto storage server client_sdk

.venv/.run: .venv/bin/python setup.cfg setup.py constraints.txt $(NATIVE)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[tui]'
	$(COMPILE)
	@touch $@

.venv/.test: .venv/bin/python setup.cfg setup.py constraints.txt $(NATIVE)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test]'
	$(COMPILE)
	@touch $@ .venv/.run

clean:
	rm -rf .venv .peers build *.egg-info .mypy_cache .ruff_cache .pytest_cache
