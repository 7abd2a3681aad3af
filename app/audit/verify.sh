#!/bin/sh
# Checks this export with openssl (3 or newer) and sha256sum only: sh verify.sh [PUBLIC-KEY.pem]
# Give the key you got from elsewhere; without one, the key in the export is used.
set -eu
export LC_ALL=C
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
key=${1:-$folder/key.pem}
case $key in /*) ;; *) key=$PWD/$key ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$folder"

fail() {
    printf 'NOT VERIFIED 验证失败: %s\n' "$1" >&2
    exit 1
}

openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in sha256sums -sigfile sha256sums.sig >/dev/null 2>&1 ||
    fail 'sha256sums is not signed by this key'
sha256sum --check --strict --quiet sha256sums || fail 'a file was changed or is missing'
for name in checkpoint entries.jsonl manifest.json; do
    grep -q "^[0-9a-f]*  $name\$" sha256sums || fail "$name is not covered"
done
awk '/^$/{exit}{print}' checkpoint >"$work/body"
tail -n 1 checkpoint | awk '{print $3}' | base64 -d | tail -c 64 >"$work/signature"
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/body" -sigfile "$work/signature" >/dev/null 2>&1 ||
    fail 'the checkpoint is not signed by this key'
printf 'verified 验证通过: every file and the checkpoint are signed by %s\n' "$key"
