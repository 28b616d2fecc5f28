#!/usr/bin/env bash
# The travel times of a study in parts under GNU parallel, on one machine or on several that see this folder.
#   parallel.sh study.yaml PARTS [options of parallel, as --sshloginfile hosts]
# Run again after a failure: parts whose file is there are not computed again.
set -euo pipefail
study=$1 parts=$2
shift 2
maillage shard plan "$study" --parts "$parts"
seq "$parts" | parallel --halt never "$@" maillage shard run "$study" "{}/$parts" --threads 1 || true # merge names what is missing
maillage shard merge "$study" --parts "$parts"
maillage run "$study" --overwrite
