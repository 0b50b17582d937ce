# Every target is one script in scripts/; run `make help` for the list.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help up down status logs build test fuzz bench fmt lint token install

help: ## List the targets
	@scripts/help

up: ## Build and start everything; the settings are in docs/operations.md
	@scripts/up

down: ## Stop what `make up` started
	@scripts/down

status: ## Show what runs, where, and whether it answers
	@scripts/status

logs: ## Follow the logs (NAME=server for one of them)
	@scripts/logs $(NAME)

build: ## Compile the programs (PRESET=release or dev)
	@scripts/build "$(or $(PRESET),release)" apps/all

test: ## Run all tests, as CI does
	@scripts/test

fuzz: ## Send bad input to every operation for 10 minutes (FUZZ_SECONDS=600)
	@scripts/fuzz

bench: ## Measure, and print the tables of docs/performance.md
	@scripts/bench

fmt: ## Format the C++ sources
	@scripts/fmt

lint: ## Check format, shell scripts, layers and clang-tidy
	@scripts/lint

token: ## Print a demo token (USER=ada@example.com)
	@scripts/token "$(USER)"

install: ## Install the programs and the systemd unit (PREFIX, DESTDIR)
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" scripts/install
