#!/usr/bin/env bash
# argon2 0.45.1 (npm): in what order does it write the parameters of a hash?
#
# One would expect: memory, passes, lanes (`m=…,t=…,p=…`), the order of the reference implementation and of the PHC form,
# in which the text of a hash is the same whoever made it.
# What happens: it writes `m=…,p=…,t=…`, and reads any order. libsodium refuses such a hash with the right password, and
# takes it once the two parameters are swapped.
# Why it matters: as long as one program makes and checks the hashes, nobody notices. After a move to one that reads them by
# place, every password is wrong.
# A way out: put the parameters in order when hashes are imported, or before they are handed on; salt and hash stay.
#
# Output seen (Node 20.20.2 and 24.21.0, libsodium-wrappers-sumo 0.8.4):
#   written:           m=65536,p=1,t=3
#   libsodium, so:     false
#   libsodium, sorted: true
#   argon2, sorted:    true
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund argon2@0.45.1 libsodium-wrappers-sumo@0.8.4 >/dev/null 2>&1

cat >order.mjs <<'JS'
import argon2 from 'argon2';
import sodium from 'libsodium-wrappers-sumo';

await sodium.ready;
const password = 'Correct-horse-1';
// libsodium does one lane only.
const hash = await argon2.hash(password, { parallelism: 1 });
const parameters = hash.split('$')[3];
const sorted = hash.replace(parameters, parameters.replace(/(p=\d+),(t=\d+)/, '$2,$1'));
console.log(`written:           ${parameters}`);
console.log(`libsodium, so:     ${sodium.crypto_pwhash_str_verify(hash, password)}`);
console.log(`libsodium, sorted: ${sodium.crypto_pwhash_str_verify(sorted, password)}`);
console.log(`argon2, sorted:    ${await argon2.verify(sorted, password)}`);
JS

seen=$(node order.mjs)
echo "argon2 $(node -p "require('./node_modules/argon2/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'written:           m=65536,p=1,t=3
libsodium, so:     false
libsodium, sorted: true
argon2, sorted:    true' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
