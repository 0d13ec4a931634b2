#!/usr/bin/env bash
# The specification's name of ./infra-ai: the same tasks.
exec "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/infra-ai" "$@"
