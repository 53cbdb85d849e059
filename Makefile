# make demo    read the sample documents and show what was found
# make test    all tests, then the built wheel in a fresh virtual environment
# make check   style, types, import directions, evaluation with thresholds
# make bench   speed, start-up, memory
# make report  saved reports with charts: our own corpus from text and from PDF, baselines
# make docs    the help texts in README.md and docs/commands.md

PYTHON ?= python3
FINDINGS ?= 1000000
VENV ?= .venv
EXTRAS ?= dev,html,data,transformer,train,web
BIN := $(VENV)/bin
SHARED := $(firstword $(wildcard shared/gold ../shared/gold))

.PHONY: demo test check bench docs report clean

# What cannot be read here is left out, and said.
DEMO = corpus/pdf $(wildcard corpus/formats/*.docx corpus/formats/*.html corpus/formats/*.txt) \
	$(if $(shell tesseract --list-langs 2>/dev/null | grep -x vie),corpus/formats/kl-lao-dong.scan.pdf) \
	$(if $(shell command -v soffice),$(wildcard corpus/formats/*.doc))

demo: $(VENV)/.installed
	@tesseract --list-langs 2>/dev/null | grep -qx vie || echo "left out: the scan in corpus/formats needs tesseract-ocr and tesseract-ocr-vie"
	@command -v soffice >/dev/null || echo "left out: the .doc in corpus/formats needs libreoffice-writer-nogui"
	$(BIN)/ketluan run $(DEMO) --list --out demo-out

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal
	PYTHON=$(BIN)/python .ci/wheel

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_corpus.py -m "not slow"
	$(BIN)/ketluan annotations check annotations/corpus --texts corpus/text
	$(BIN)/ketluan evaluate --gold annotations/corpus --texts corpus/text --thresholds evaluation/thresholds.toml
ifneq ($(SHARED),)
	$(BIN)/ketluan evaluate --gold $(SHARED)/articles --gold $(SHARED)/official
endif

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/help.py

report: $(VENV)/.installed-dev
	$(BIN)/ketluan evaluate --gold annotations/corpus --texts corpus/text --report evaluation/reports/corpus.html
	$(BIN)/ketluan run corpus/pdf --out out/report
	$(BIN)/ketluan evaluate --gold annotations/corpus --texts corpus/text --records out/report/records \
		--report evaluation/reports/corpus-from-pdf.html
	$(BIN)/python evaluation/baselines.py --gold annotations/corpus --texts corpus/text --out evaluation/reports/baselines.md

bench: $(VENV)/.installed-dev
	$(BIN)/python evaluation/bench.py
	$(BIN)/python evaluation/bench_reading.py
	$(BIN)/python evaluation/bench_citations.py
	$(BIN)/python evaluation/bench_store.py --findings $(FINDINGS)

$(VENV)/.installed: pyproject.toml
	.ci/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -e ".[html]"
	touch $@

$(VENV)/.installed-dev: pyproject.toml
	.ci/system-packages test
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -e ".[$(EXTRAS)]"
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist demo-out .mypy_cache .pytest_cache .ruff_cache .hypothesis
