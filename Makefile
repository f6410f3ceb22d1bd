# Everything one does with a checkout. `make` alone lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-withdrawals format requirements gallery screenshots css icons words clean chromium nginx
export PYTHONUTF8 := 1
export PYTHONUNBUFFERED := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
# Tests: how many processes (one more than processors, as browser tests often wait), and what else to hand to pytest
# (make test PYTEST="-k health").
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST ?=
# Settings as a production site would have them, for `check --deploy`; nothing is connected to or kept.
PRODUCTION = env -i PATH="$$PATH" ENV_FILE= SITE_URL=https://askwell.example \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	DATABASE_URL=postgresql://askwell@localhost/askwell EMAIL_URL=smtp+tls://user:password@localhost:587
# Settings without any .env, on the tests' database.
TESTING = env ENV_FILE= SECRET_KEY=for-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz DEBUG=on LOCAL_DATABASE=test
# The benchmark: settings as in production but for mail, on a PostgreSQL of its own (or DATABASE_URL's).
BENCHING = env ENV_FILE= SECRET_KEY=for-the-benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz DEBUG=off \
	SITE_URL=https://askwell.example TRUSTED_PROXIES=1 EMAIL_URL=memorymail:// STATIC_ROOT="$$PWD/var/bench/static" \
	MEDIA_ROOT="$$PWD/var/bench/media" DATABASE_URL="$${DATABASE_URL:-$$($(BIN)/python -m portal.localdb start bench)}"
N ?= 10000
SECONDS ?= 2
ROUNDS ?= 5
PAGES ?=
DOCS ?=
ONLY ?=

help: ## Lists these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

demo: .venv/.installed ## Starts the site with demo data at http://127.0.0.1:8000 (PORT=8001 for another port)
	@exec $(BIN)/python -m portal.demo_run

test: .venv/.installed .env chromium nginx ## Runs all tests, browser included, on a private PostgreSQL
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)

check: .venv/.installed .env ## Formatter, linters, types, migrations, deployment check, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(TESTING) $(BIN)/mypy
	$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(MAKE) --no-print-directory test

bench: .venv/.installed ## Measures each page among N published questions (N="10000 1000000", PAGES="home,search", ROUNDS=5)
	@$(BENCHING) $(BIN)/python -m bench $(N) --seconds $(SECONDS) --rounds $(ROUNDS) --pages "$(PAGES)" $(if $(DOCS),--docs)

bench-withdrawals: .venv/.installed # Takes pages down, and publishes, while readers read (bench/withdrawals.py)
	@$(BENCHING) $(BIN)/python -m bench.withdrawals

format: .venv/.installed ## Formats the code and mends what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

requirements: .venv/.installed ## Pins requirements anew, with hashes (UPGRADE=--upgrade for newer versions)
	CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile -q $(PIP_COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/pip-compile -q $(PIP_COMPILE) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
PIP_COMPILE := --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe

css: .venv/.installed ## Makes the stylesheets that pages load anew, after a change of styles/, Bootstrap or templates
	@$(TESTING) DATABASE_URL=postgresql://nobody@localhost/none $(BIN)/python manage.py make_css

icons: .venv/.installed chromium ## Draws favicon, touch icon and the picture for shared links anew, after a change of the tokens or the sign
	@$(BIN)/python -m portal.icons

words: .venv/.installed ## Brings the catalogues in locale/ up to the messages of the code, and compiles them
	@$(TESTING) DATABASE_URL=postgresql://nobody@localhost/none $(BIN)/python manage.py make_words

gallery: .venv/.installed chromium ## Draws every page and state into var/gallery/ (ONLY="ask desk" for some)
	@ONLY="$(ONLY)" $(BIN)/python -m pytest -q -p tests.browser.gallery.plugin -n $(WORKERS) --dist worksteal \
		tests/browser/gallery/draw_scenes.py

screenshots: .venv/.installed ## Takes the README's pictures out of what `make gallery` drew
	@$(BIN)/python -m tests.browser.gallery.readme

clean: ## Stops the private databases and removes what make made; the demo's data goes too
	@for kind in demo test bench; do ! test -x $(BIN)/python || $(BIN)/python -m portal.localdb remove $$kind; done
	@rm -rf .venv var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .env

.venv/.made:
	@for python in $(PYTHON) python3 python3.11 python3.12 python3.13; do \
		command -v $$python >/dev/null 2>&1 || continue; \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || { bare=$$python; continue; }; \
		echo "Making a virtual environment with $$python ..."; \
		$$python -m venv --clear .venv && touch $@ && exit 0; exit 1; \
	done; \
	if [ -n "$$bare" ]; then \
		echo "make: $$bare lacks its venv module; run: apt-get install python3-venv" >&2; \
	else \
		echo "make: no Python 3.11 or newer found; install one, or name it: make demo PYTHON=/path/to/python3" >&2; \
	fi; exit 1

.venv/.installed: .venv/.made requirements.txt requirements-dev.txt
	@echo "Installing packages (about a minute) ..."
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

.env: | .venv/.installed
	@$(BIN)/python -m portal.demo_run env

chromium: # its shell without windows needs half the time; Debian has it, others have the whole browser
	@test -n "$$CHROMIUM" || command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
	command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests ..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get -qq update && { apt-get -qq install -y --no-install-recommends chromium-headless-shell 2>/dev/null || \
			apt-get -qq install -y --no-install-recommends chromium; }; } >/dev/null; \
	else \
		echo "make: the browser tests need Chromium; run: sudo apt-get install chromium" >&2; exit 1; \
	fi

nginx: # the configuration that docs/deployment.md gives is tried out with a real one; policy-rc.d keeps its service from starting
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing nginx for its test ..."; \
		export DEBIAN_FRONTEND=noninteractive; policy=/usr/sbin/policy-rc.d; \
		test -e $$policy && made= || { printf '#!/bin/sh\nexit 101\n' >$$policy; chmod +x $$policy; made=$$policy; }; \
		{ apt-get -qq update && apt-get -qq install -y --no-install-recommends nginx-light; } >/dev/null; done=$$?; \
		test -z "$$made" || rm -f "$$made"; exit $$done; \
	else \
		echo "make: one test needs nginx; run: sudo apt-get install nginx-light" >&2; exit 1; \
	fi
