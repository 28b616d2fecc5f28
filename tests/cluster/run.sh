#!/usr/bin/env bash
# A study in parts on a cluster of this machine: Slurm with four nodes, one killed in the middle, then GNU parallel. What both find
# is what one run finds, byte for byte. Usage: run.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
top=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v slurmctld >/dev/null || ! command -v parallel >/dev/null; then
  [ -z "${MAILLAGE_FULL:-}" ] || { echo "cluster: slurm or parallel is not installed"; exit 1; }
  echo "cluster: skipped, slurm and parallel are not installed"
  exit 0
fi
folder=$(mktemp -d)
export SLURM_CONF=$folder/slurm.conf SOURCE_DATE_EPOCH=1735689600 PATH=$folder/bin:$PATH
# What runs on a node is told by its environment.
steps_of() {
  grep -lxzs "SLURMD_NODENAME=n$1" /proc/[0-9]*/environ | xargs -r grep -lxzs "SLURM_CONF=$SLURM_CONF" | grep -o '[0-9]*' || true
}
kill_steps() {
  local pid parent
  for pid in $(steps_of "$1"); do
    parent=$(sed -n 's/^PPid:\t//p' "/proc/$pid/status" 2>/dev/null || true)
    if grep -qs slurmstepd "/proc/${parent:-0}/comm"; then kill -9 "$parent" 2>/dev/null || true; fi
    kill -9 "$pid" 2>/dev/null || true
  done
}
kill_node() {
  kill -9 "$(cat "$folder/slurmd-n$1.pid")"
  kill_steps "$1"
}
stop() {
  for file in "$folder"/*.pid; do kill -9 "$(cat "$file")" 2>/dev/null || true; done
  for n in 1 2 3 4; do kill_steps $n; done
  rm -rf "$folder"
}
trap stop EXIT
fail() { echo "cluster: $*"; tail -n 20 "$folder"/*.log 2>/dev/null; exit 1; }

# ---- a study, and what one run finds ----
mkdir -p "$folder"/{bin,one,slurm,parallel,state,munge} "$folder"/spool{1..4}
# The first part that the second node gets hangs there, so that the node surely dies with it.
cat >"$folder/bin/maillage" <<WRAPPER
#!/bin/sh
if [ "\$SLURMD_NODENAME \$2" = "n2 run" ] && mkdir "$folder/hung" 2>/dev/null; then sleep 300; fi
exec "$program" "\$@"
WRAPPER
chmod +x "$folder/bin/maillage"
for way in one slurm parallel; do python3 "$top/tests/cluster/town.py" "$folder/$way" 60; done
(cd "$folder/one" && maillage run study.yaml -q >/dev/null)
same() { # folder of a way
  for table in lieu acces acces_commune equite parametre; do
    cmp <(sqlite3 "$folder/one/town.gpkg" ".dump $table") <(sqlite3 "$folder/$1/town.gpkg" ".dump $table") || fail "$1: $table is not that of one run"
  done
  cmp "$folder/one/town.gpkg" "$folder/$1/town.gpkg" || fail "$1: the GeoPackage is not that of one run"
}

# ---- GNU parallel ----
(cd "$folder/parallel" && "$top/examples/cluster/parallel.sh" study.yaml 8 --jobs 2 >"$folder/parallel.log" 2>&1) || fail "parallel"
same parallel

# ---- a cluster of four nodes ----
# A machine that lets no daemon start, or has no name that leads to itself, holds no cluster.
no_cluster() {
  echo "cluster: 8 parts under GNU parallel give the GeoPackage of one run; Slurm skipped: $1"
  tail -n 5 "$folder"/slurm*.log "$folder/munge/log" 2>/dev/null || true
  exit 0
}
chmod 711 "$folder" && chmod 700 "$folder/munge"
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none && chmod 400 "$folder/munge/key"
munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munged.pid" --log-file="$folder/munge/log" \
  --seed-file="$folder/munge/seed" || no_cluster "munged does not start"
host=$(hostname -s) port=$((20000 + RANDOM % 10000))
cat >"$SLURM_CONF" <<CONF
ClusterName=town
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
SlurmctldPort=$port
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmdSpoolDir=$folder/spool-%n
StateSaveLocation=$folder/state
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobRequeue=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=10
InactiveLimit=0
MinJobAge=3600
SchedulerParameters=sched_interval=2,batch_sched_delay=1
NodeName=n[1-4] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 4))] CPUs=1 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld -f "$SLURM_CONF" || no_cluster "slurmctld does not start"
node() { slurmd -f "$SLURM_CONF" -N "n$1" || no_cluster "slurmd does not start"; }
for n in 1 2 3 4; do node $n; done
for _ in $(seq 60); do [ "$(sinfo -h -o %t -t idle -N | wc -l)" = 4 ] && break; sleep 0.5; done
[ "$(sinfo -h -N -t idle | wc -l)" = 4 ] || no_cluster "the nodes do not come up"

cd "$folder/slurm"
last=$("$top/examples/cluster/slurm.sh" study.yaml 8 --output="$folder/job-%j.log" --chdir="$PWD")
# A node dies with the part that it runs.
killed=0
for _ in $(seq 600); do
  if [ -d "$folder/hung" ]; then
    killed=$(steps_of 2 | wc -l)
    kill_node 2
    break
  fi
  sleep 0.1
done
[ "$killed" -gt 0 ] || no_cluster "no part came to run on the second node"
node 2
# The part that died is put back in the queue, two minutes later by default: an operator may let it start at once.
wait_for_end() {
  local job
  for _ in $(seq 240); do
    [ -z "$(squeue -h -j "$last" 2>/dev/null)" ] && break
    for job in $(squeue -h -t PD -n maillage-part -o %A 2>/dev/null); do scontrol update jobid="$job" StartTime=now 2>/dev/null || true; done
    sleep 0.5
  done
  state=$(scontrol show job "$last" | grep -o 'JobState=[A-Z]*')
}
wait_for_end
echo "cluster: $(stat -c %Y town.*-of-8.times | sort -u | wc -l) moments at which parts were written, the last job: $state"
[ "$state" = JobState=COMPLETED ] || fail "the last job: $state"
same slurm
echo "cluster: 8 parts under GNU parallel and under Slurm (4 nodes, one killed with the $killed processes of its part) give the GeoPackage of one run"
