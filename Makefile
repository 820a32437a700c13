# Yardstick's commands. What must be there before is Python 3.11 or newer and make; everything else is fetched into .venv.

VENV := .venv
PYTHON_HERE := $(VENV)/bin/python
UV := $(VENV)/uv/bin/uv
READY := $(VENV)/.ready
CLIENTS := .ci/clients
# Django's commands read settings; where nothing is stored or asked they need an address and no server behind it.
NO_DATABASE := DATABASE_URL=postgresql://nobody@127.0.0.1:9/none YARDSTICK_SECRET_KEY=only-the-code-is-looked-at-here-and-nothing-is-kept

export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
export UV_PROJECT_ENVIRONMENT := $(VENV)
# pip's way of naming certificates, for uv too.
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif

.DEFAULT_GOAL := install
.PHONY: help install run test lint format bench openapi clients shell clean

help: ## say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{ printf "  make %-9s %s\n", $$1, $$2 }'

install: $(READY) ## fetch everything into .venv

run: $(READY) ## start everything: database, migrations, demo agencies, server
	@$(PYTHON_HERE) -m config.launcher

test: $(READY) ## run the tests; the database they need is started by itself
	$(PYTHON_HERE) -m pytest -n auto $(PYTEST)

lint: $(READY) ## check style, types, layers, migrations and the API description
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(NO_DATABASE) $(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(NO_DATABASE) $(PYTHON_HERE) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(call describe,$(VENV)/openapi.yaml) && diff -u openapi.yaml $(VENV)/openapi.yaml \
		|| { echo "openapi.yaml differs from the code: run make openapi" >&2; exit 1; }

format: $(READY) ## write the code as the formatter wants it
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(READY) ## measure ratios side by side with stock settings and bare SQL
	$(PYTHON_HERE) -m tests.bench $(BENCH)

openapi: $(READY) ## write openapi.yaml from the code
	$(call describe,openapi.yaml)

clients: $(READY) ## lint openapi.yaml and compile a TypeScript client from it (needs node)
	cd $(CLIENTS) && npm ci --no-audit --no-fund && npm run --silent check

shell: $(READY) ## open Django's shell on the database of the environment
	$(PYTHON_HERE) manage.py shell

clean: ## remove what was fetched and generated; data stays
	rm -rf $(VENV) $(CLIENTS)/node_modules clients-generated

define describe
$(NO_DATABASE) $(PYTHON_HERE) manage.py spectacular --validate --fail-on-warn --file $(1)
endef

$(READY): pyproject.toml uv.lock | $(UV)
	@echo "Fetching what uv.lock names into $(VENV)"
	@$(UV) sync --frozen --quiet || { \
		echo "uv could not fetch it; trying with pip and its settings" >&2; \
		$(UV) export --frozen --quiet --no-emit-project --output-file $(VENV)/requirements.txt >/dev/null \
		&& $(PYTHON_HERE) -m pip install --quiet --require-hashes --requirement $(VENV)/requirements.txt \
		&& $(PYTHON_HERE) -m pip install --quiet --no-deps --editable .; }
	@touch $@

# uv lies beside the packages, not among them: it removes from among them what the lock does not name.
$(UV): | $(PYTHON_HERE)
	@$(PYTHON_HERE) -m pip --version >/dev/null 2>&1 || $(PYTHON_HERE) -m ensurepip >/dev/null
	@$(PYTHON_HERE) -m pip install --quiet --disable-pip-version-check --target $(VENV)/uv uv

$(PYTHON_HERE):
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if $$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)"; \
			exec $$python -m venv $(VENV); \
		fi; \
	done; echo "Python 3.11 or newer with its venv module is needed and was not found." >&2; exit 1
