#!/usr/bin/env bash
# db/schema.sql is what the revisions make.
set -euo pipefail
exec "$(dirname "$0")/../../../scripts/dump-schema" --check
