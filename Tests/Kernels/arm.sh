#!/usr/bin/env bash
# The C kernels on an ARM processor, emulated by QEMU: what NEON computes has the bits of every
# level that this processor can run. Whatever is missing for it is an error, never a check less.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
sources=../../Sources
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for program in clang ld.lld qemu-aarch64; do
    command -v "$program" >/dev/null && continue
    echo "$program is missing: it comes with Swift's toolchain, or with 'make neon'." >&2
    exit 1
done

# The flags of Package.swift: a fused multiply-add would change bits, and on ARM a compiler may.
flags=(-O3 -ffp-contract=off -fno-math-errno -Wall -Wextra -Werror)
arm=(--target=aarch64-linux-gnu -static -fuse-ld=lld)

# compile PROGRAM KERNELS FLAG…: a program of this folder with all that is in those kernels.
compile() {
    local program=$1 kernels=$2
    shift 2
    clang "$@" "${flags[@]}" -I "$sources/$kernels/include" "$program.c" "$sources/$kernels"/*.c
}

compile kernel_bits CKernels "${arm[@]}" -o "$scratch/kernels-arm"
compile kernel_bits CKernels -o "$scratch/kernels"
qemu-aarch64 "$scratch/kernels-arm" baseline >"$scratch/neon"
[ -s "$scratch/neon" ]
levels=0
for level in baseline avx2 avx512; do
    code=0
    "$scratch/kernels" "$level" >"$scratch/level" || code=$?
    if [ $code -eq 3 ]; then
        echo "kernels: this processor cannot run $level"
        continue
    fi
    [ $code -eq 0 ]
    diff "$scratch/level" "$scratch/neon"
    levels=$((levels + 1))
done
echo "kernels: NEON has the bits of $levels levels here, $(wc -l <"$scratch/neon") checksums"

pictures=(../Fixtures/screening/*.jpg ../Fixtures/pictures/*.jpg)
compile skim_bits CJPEGSkim "${arm[@]}" -o "$scratch/skim-arm"
compile skim_bits CJPEGSkim -o "$scratch/skim"
qemu-aarch64 "$scratch/skim-arm" "${pictures[@]}" >"$scratch/neon"
"$scratch/skim" "${pictures[@]}" >"$scratch/here"
for scale in 1/1 1/2 1/4 1/8; do grep -q "^$scale " "$scratch/neon"; done
diff "$scratch/here" "$scratch/neon"
echo "skim: NEON has the bits of this processor, $(wc -l <"$scratch/neon") checksums"

# Of digests ARM has no kernel, only the answer that there is none; CLinux is headers alone.
clang --target=aarch64-linux-gnu "${flags[@]}" -I "$sources/CDigestKernels/include" \
    -fsyntax-only "$sources"/CDigestKernels/*.c
for header in "$sources"/CLinux/*.h; do
    clang --target=aarch64-linux-gnu "${flags[@]}" -D_GNU_SOURCE -Wno-unused \
        -Wno-unused-const-variable -x c -fsyntax-only "$header"
done
echo "digests, CLinux: they compile"
