# Turnstone: 'make help' lists the targets. On a fresh Debian machine with the Swift toolchain,
# 'make demo' and 'make test' each do all the set-up they need.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Two Swift builds at once would wait for each other's lock, or build everything twice.
.NOTPARALLEL:

PREFIX ?= /usr/local
# SKIP_DEPS=1: look for no Debian package and install none.
SKIP_DEPS ?=
# FILTER=REGEX: only the tests whose names match.
FILTER ?=

# By product: the folder of tests has a library too, which no release needs.
swift_build := swift build -c release --static-swift-stdlib --product
python := .oracle/bin/python
oracle := .oracle/is-complete
install_packages = $(if $(SKIP_DEPS),@true,@cluster/install-packages)

.PHONY: help deps deps-demo deps-test build test neon tsan demo hosts bench lint format install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

deps: ## the Debian packages that a build needs; nothing when they are there
	$(install_packages) build

deps-demo:
	$(install_packages) build demo

deps-test:
	$(install_packages) build demo test

build: deps ## release build: .build/release/turnstone and turnstone-worker
	$(swift_build) turnstone
	$(swift_build) turnstone-worker

# One test at a time, those of real processes last: on two cores they would starve each other.
# The tests start debug builds of both programs: 'swift test' would build only what it links.
test: deps-test $(oracle) ## all tests, with peers from PyPI as oracles; FILTER=REGEX for some
	swift build --build-tests
	$(if $(FILTER),,swift test --disable-xctest --skip-build --no-parallel --skip '^ClusterTests')
	swift test --disable-xctest --skip-build --no-parallel --filter '$(or $(FILTER),^ClusterTests)'

neon: ## the C kernels on an emulated ARM processor, beside this one's, bit by bit
	$(if $(SKIP_DEPS),@true,@cluster/install-packages neon)
	Tests/Kernels/arm.sh

# Without address randomisation: ThreadSanitizer cannot map its shadow on newer kernels otherwise.
# Its shadow memory is no measure of ours.
tsan: deps-test $(oracle) ## the tests of all that has threads, under ThreadSanitizer
	TURNSTONE_PROGRAMS=$(CURDIR)/.build-tsan/debug setarch -R swift test --disable-xctest \
	    --sanitize=thread --scratch-path .build-tsan -Xswiftc -DTURNSTONE_TSAN --no-parallel \
	    --skip MemoryTests \
	    --filter '$(or $(FILTER),^(Core|Storage|Threads|Wire|Coordinator|Worker|Cluster)Tests)'

demo: deps-demo ## a sweep over real photographs, with a worker killed in the middle
	@$(swift_build) turnstone
	@$(swift_build) turnstone-worker
	@cluster/localhost/demo.sh

hosts: deps-test build $(oracle) ## coordinator and workers as hosts in network namespaces (root)
	cluster/localhost/hosts.sh

bench: deps-test build .oracle/bench ## Turnstone beside its peers; writes docs/performance.md
	$(python) -B Benchmarks/bench.py $(BENCH)

lint: deps-test ## format, shell and Python; what is ours alone is checked by TidyTests
	swift format lint --strict --recursive Sources Tests Package.swift
	git grep -lE '^#!.*\b(bash|sh)$$' | xargs shellcheck --severity=style
	git ls-files '*.py' | xargs python3 -c \
	    'import ast, sys; [ast.parse(open(path).read(), path) for path in sys.argv[1:]]'

format: ## write all Swift files as .swift-format says
	swift format --in-place --recursive Sources Tests Package.swift

install: build ## both programs, stripped, to PREFIX (/usr/local)
	install -D -m 755 -s .build/release/turnstone $(DESTDIR)$(PREFIX)/bin/turnstone
	install -D -m 755 -s .build/release/turnstone-worker $(DESTDIR)$(PREFIX)/bin/turnstone-worker

clean: ## remove all that was built, made or fetched
	rm -rf .build .build-tsan .oracle demo Benchmarks/corpus Benchmarks/.build

# Debian's own Python by its path: another one on PATH may lack venv.
$(oracle): Tests/Oracle/requirements.txt
	rm -rf .oracle
	/usr/bin/python3 -m venv .oracle
	.oracle/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

.oracle/bench: Benchmarks/requirements.txt $(oracle)
	.oracle/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@
