#!/usr/bin/env bash
# The travel times of a study in parts, as a Slurm job array. Copy and adapt; the folder of the study must be seen by every node.
#   slurm.sh study.yaml PARTS [options of sbatch, as --partition=long]
# Prints the number of the job that writes the results. A part whose node fails is put back in the queue; if one fails for good,
# the last job waits no longer and says which parts are missing: submit again, and only those are computed.
set -euo pipefail
study=$1 parts=$2
shift 2
submit() { sbatch --parsable "$@"; }
plan=$(submit "$@" --job-name=maillage-plan --wrap "maillage shard plan '$study' --parts $parts")
array=$(submit "$@" --job-name=maillage-part --dependency="afterok:$plan" --kill-on-invalid-dep=yes --requeue --array="1-$parts" \
  --wrap "maillage shard run '$study' \$SLURM_ARRAY_TASK_ID/$parts --threads \${SLURM_CPUS_PER_TASK:-1}")
submit "$@" --job-name=maillage-merge --dependency="afterany:$array" \
  --wrap "maillage shard merge '$study' --parts $parts && maillage run '$study' --overwrite"
