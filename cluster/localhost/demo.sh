#!/usr/bin/env bash
# A sweep over real photographs, from nothing: fetches a Debian package of them, plants altered
# copies of some, makes a hash list of the originals, sweeps with two workers and kills one of them
# in the middle. Everything it writes is under demo/. 'make demo' builds first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
top=$PWD
programs=${TURNSTONE_PROGRAMS:-$top/.build/release}
demo=$top/demo
package=mate-backgrounds
PATH=$programs:$PATH

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

fetch_photographs() {
    [ -d "$demo/photographs" ] && return
    mkdir -p "$demo/package"
    (
        cd "$demo/package"
        # A sandbox user of its own could not write into this folder.
        fetch=(apt-get download -qq -o APT::Sandbox::User=root "$package")
        "${fetch[@]}" 2>/dev/null || {
            # Package lists may be missing or old. As a user we can only try with those there are.
            [ "$(id -u)" -ne 0 ] || apt-get update -qq
            "${fetch[@]}"
        }
        dpkg-deb -x "$package"_*.deb unpacked
    )
    mv "$demo/package/unpacked/usr/share/backgrounds" "$demo/photographs"
    rm -rf "$demo/package/unpacked"
}

# One entry a photograph by its bytes and one by its looks, named after the file.
make_list() {
    local originals
    mapfile -t originals < <(cut -f 2 "$demo/planted.tsv" | sort -u)
    echo kind,hash,id,category
    sha256sum "${originals[@]}" |
        sed -E 's|^([0-9a-f]+)  .*/([^/]+)\.[a-z]+$|sha256,\1,\2-bytes,demo|'
    turnstone hash --exact --format csv "${originals[@]}" |
        sed -nE 's|^([0-9a-f]{64}),[0-9]+,.*/([^/]+)\.[a-z]+$|pdq,\1,\2,demo|p'
}

# Once two shards are in, one worker of the sweep dies.
kill_a_worker() {
    local coordinator segments child children
    for _ in $(seq 600); do
        sleep 0.05
        segments=$(find "$demo/sweep/segments" -type f 2>/dev/null | wc -l)
        [ "$segments" -ge 2 ] || continue
        read -r coordinator <"$demo/coordinator.pid"
        mapfile -d ' ' -t children < <(cat "/proc/$coordinator"/task/*/children 2>/dev/null)
        for child in "${children[@]}"; do
            [ "$(cat "/proc/$child/comm" 2>/dev/null)" = turnstone-worke ] || continue
            kill -9 "$child" && echo "$child" >"$demo/killed" && return
        done
    done
}

say "Photographs of the Debian package $package"
fetch_photographs
rm -rf "$demo/storage" "$demo/sweep" "$demo/killed" "$demo/coordinator.pid"
/usr/bin/python3 cluster/localhost/plant_copies.py "$demo/photographs" "$demo/storage" \
    >"$demo/planted.tsv"
make_list >"$demo/known.csv"
echo "$(find "$demo/storage" -type f | wc -l) files in demo/storage," \
    "$(wc -l <"$demo/planted.tsv") of them altered copies;" \
    "$(($(wc -l <"$demo/known.csv") - 1)) entries in demo/known.csv"

say "turnstone scan demo/storage --hashes demo/known.csv --workers 2; one is killed on the way"
kill_a_worker &
killer=$!
code=0
# The shell writes its process id, then becomes the coordinator: in the foreground, so that the
# progress bar and Ctrl-C work.
bash -c 'echo $$ >"$1"; shift; exec "$@"' - "$demo/coordinator.pid" \
    turnstone scan "$demo/storage" --hashes "$demo/known.csv" --sweep "$demo/sweep" \
    --workers 2 --lanes 1 --shard-files 3 || code=$?
kill "$killer" 2>/dev/null || true
wait "$killer" 2>/dev/null || true

if [ -s "$demo/killed" ]; then
    echo "Worker process $(cat "$demo/killed") was killed with kill -9 in the middle."
else
    echo "The sweep was over before a worker could be killed." >&2
fi
case $code in
    1) echo "Exit code 1: there are findings, as there should be." ;;
    *) echo "Exit code $code, where 1 (findings) was expected." >&2 && exit 1 ;;
esac

say "What was planted, and what was found"
turnstone report "$demo/sweep" --format jsonl >"$demo/findings.jsonl"
/usr/bin/python3 cluster/localhost/planted_found.py "$demo/planted.tsv" "$demo/findings.jsonl"

say "turnstone verify demo/sweep"
turnstone verify "$demo/sweep"
turnstone report "$demo/sweep" --format html --output "$demo/report.html"
say "The report: file://$demo/report.html"
