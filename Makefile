PORT ?= 8000
export PORT
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test lint soak messages judge bench-search bench-mail mail-pictures pictures

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Bouquet needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/installed-for-tests: .venv/installed tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@touch $@

setup: .venv/installed  ## virtual environment, pinned requirements, database
	@$(BIN)/python manage.py migrate --verbosity 0

run: setup  ## demo, web and worker in the foreground; PORT=8123 for another port
	@$(BIN)/python manage.py demo --once
	@exec $(BIN)/python manage.py start

test: .venv/installed-for-tests  ## everything that can be tested on this machine
	$(BIN)/python -m pytest

lint: .venv/installed-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet site/templates site/people stories search
	$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0

soak: .venv/installed-for-tests  ## what takes longer than CI should
	$(BIN)/python -m pytest -m soak

messages: .venv/installed-for-tests  ## collect and compile the texts in three languages (needs gettext)
	$(BIN)/python manage.py makemessages --locale da --locale sv --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var --ignore tests --ignore docs
	$(BIN)/python manage.py compilemessages --locale da --locale sv --ignore .venv

judge: .venv/installed-for-tests  ## how well each engine finds what the judged set wants
	$(BIN)/python tests/search/judge.py

bench-search: .venv/installed-for-tests  ## the search at 1k, 10k and 100k stories; STORIES=1000 for one size
	$(BIN)/python tests/bench/search.py $(if $(STORIES),--stories $(STORIES)) $(BENCH)

bench-mail: .venv/installed-for-tests  ## the delivery against a bare smtplib loop
	$(BIN)/python tests/bench/mail.py

mail-pictures: .venv/installed-for-tests  ## pictures of the Digest as mail into docs/pictures (needs Chromium)
	$(BIN)/python docs/mail_pictures.py

pictures: .venv/installed-for-tests  ## screenshots of every page into docs/pictures (needs Chromium)
	$(BIN)/python docs/pictures.py
