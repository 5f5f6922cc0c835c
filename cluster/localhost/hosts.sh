#!/usr/bin/env bash
# A cluster on one machine, and proof that it works: the coordinator, two workers and a stranger
# are four hosts in network namespaces, joined by one bridge.
#
#   cluster/localhost/hosts.sh [PATH LIST]
#
# sweeps PATH (a made tree when none is given) twice, on one machine and as a cluster, kills a
# worker of the cluster with kill -9, and compares: every finding and outcome must be the same, and
# the stranger, whose key is not allowed, must have got nothing. Needs root (for namespaces), and
# the programs of 'make build' (or those in TURNSTONE_PROGRAMS). All it makes is gone afterwards.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
programs=${TURNSTONE_PROGRAMS:-$top/.build/release}
PATH=$programs:$PATH

if [ "$(id -u)" -ne 0 ]; then
    echo "Network namespaces need root: run this as root, or 'make demo' without them." >&2
    exit 2
fi
if [ $# -ne 0 ] && [ $# -ne 2 ]; then
    echo "usage: cluster/localhost/hosts.sh [PATH LIST]" >&2
    exit 2
fi

work=$(mktemp -d)
prefix=ts$$
endpoint=tcp://10.77.0.1:5577
declare -A process=()
clean_up() {
    local host
    for host in "${!process[@]}"; do kill -9 "${process[$host]}" 2>/dev/null || true; done
    wait 2>/dev/null || true
    for host in coordinator one two stranger; do
        ip netns delete "$prefix-$host" 2>/dev/null || true
    done
    if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

fail() {
    echo "FAILED: $*" >&2
    tail -n 20 "$work"/*.log >&2 2>/dev/null || true
    exit 1
}

on() { ip netns exec "$prefix-$1" "${@:2}"; }

# The bridge stands in the coordinator's namespace: nothing outside is touched.
make_hosts() {
    local number=1 host
    for host in coordinator one two stranger; do ip netns add "$prefix-$host"; done
    on coordinator ip link add name bridge type bridge
    on coordinator ip address add 10.77.0.1/24 dev bridge
    on coordinator ip link set bridge up
    on coordinator ip link set lo up
    for host in one two stranger; do
        number=$((number + 1))
        ip -n "$prefix-$host" link add eth0 type veth peer name "to-$host" \
            netns "$prefix-coordinator"
        on coordinator ip link set "to-$host" master bridge up
        on "$host" ip address add "10.77.0.$number/24" dev eth0
        on "$host" ip link set eth0 up
    done
}

# Each host has only the keys it would have: its own secret and the coordinator's public one.
make_keys() {
    local host
    turnstone keys new "$work/keys/coordinator" coordinator >/dev/null
    mkdir -p "$work/keys/coordinator/workers"
    for host in one two stranger; do
        turnstone keys new "$work/keys/$host" worker >/dev/null
        cp "$work/keys/coordinator/coordinator.public" "$work/keys/$host/"
        [ "$host" = stranger ] ||
            cp "$work/keys/$host/worker.public" "$work/keys/coordinator/workers/$host.public"
    done
}

start_worker() {
    # A host has a cache of lists of its own as well.
    XDG_CACHE_HOME="$work/cache/$1" ip netns exec "$prefix-$1" \
        turnstone-worker --connect "$endpoint" --keys "$work/keys/$1" --lanes 1 \
        >"$work/$1.log" 2>&1 &
    process[$1]=$!
    # Or bash would announce its violent end.
    disown "$!"
}

received_by() { on "$1" cat /sys/class/net/eth0/statistics/rx_bytes; }

# A scan's answer is 0, 1 or 3 when it is complete.
expect_complete() { case $2 in 0 | 1 | 3) ;; *) fail "$1 ended with exit code $2" ;; esac; }

# What may differ between two runs is who did it.
comparable() {
    turnstone report "$1" --format "$2" |
        python3 -c '
import json, sys
for line in sys.stdin:
    record = json.loads(line)
    record.pop("worker", None)
    record.pop("shard", None)
    print(json.dumps(record))'
}

tree=${1:-$work/tree}
list=${2:-$work/known.csv}
if [ $# -eq 0 ]; then
    "$top/.oracle/bin/python" -B "$top/Tests/Oracle/make_tree.py" "$work" --files 600 ||
        fail "no tree (does .oracle exist? 'make hosts' makes it)"
fi

echo "on one machine …"
code=0
turnstone scan "$tree" --hashes "$list" --sweep "$work/single" --shard-files 50 -q \
    >/dev/null 2>"$work/single.log" || code=$?
expect_complete "the sweep on one machine" "$code"

echo "as a cluster: coordinator 10.77.0.1, workers .2 and .3, a stranger at .4 …"
make_hosts
make_keys
ip netns exec "$prefix-coordinator" \
    turnstone scan "$tree" --hashes "$list" --sweep "$work/many" --shard-files 5 \
    --listen "$endpoint" --keys "$work/keys/coordinator" \
    >"$work/summary.log" 2>"$work/coordinator.log" &
process[coordinator]=$!
start_worker stranger
start_worker one
start_worker two

# One worker dies once the first shards are in.
for _ in $(seq 600); do
    [ "$(find "$work/many/segments" -type f 2>/dev/null | wc -l)" -ge 4 ] && break
    kill -0 "${process[coordinator]}" 2>/dev/null || break
    sleep 0.05
done
kill -0 "${process[coordinator]}" 2>/dev/null ||
    fail "the sweep was over before a worker could be killed"
kill -9 "${process[one]}" 2>/dev/null || fail "worker one ended by itself"
echo "worker one was killed after $(find "$work/many/segments" -type f | wc -l) shards"

for _ in $(seq 2400); do
    kill -0 "${process[coordinator]}" 2>/dev/null || break
    sleep 0.05
done
kill -0 "${process[coordinator]}" 2>/dev/null && fail "the sweep did not end in two minutes"
code=0
wait "${process[coordinator]}" || code=$?
expect_complete "the cluster's sweep" "$code"
unset "process[coordinator]"

for format in jsonl outcomes; do
    comparable "$work/single" "$format" >"$work/single.$format"
    comparable "$work/many" "$format" >"$work/many.$format"
    cmp "$work/single.$format" "$work/many.$format" ||
        fail "$format of the cluster is not that of one machine"
done
turnstone verify "$work/many" >"$work/verify.log" 2>&1 || fail "the audit of the cluster's sweep"

# A handshake and its refusals are small; the lists and leases that the others got are not.
stranger=$(received_by stranger)
worker=$(received_by two)
[ "$stranger" -lt 20000 ] || fail "the stranger got $stranger bytes"
[ -z "$(find "$work/cache/stranger" -type f 2>/dev/null)" ] || fail "the stranger got a list"
[ "$stranger" -lt "$worker" ] || fail "the stranger got more than a worker: $stranger, $worker"

echo "the same $(wc -l <"$work/single.jsonl") findings and" \
    "$(wc -l <"$work/single.outcomes") outcomes on one machine and on the cluster;" \
    "verify passes; worker two received $worker bytes, the stranger $stranger"
