#!/usr/bin/env bash
# libphonenumber-js 1.13.16: what does it make of a Mexican mobile number in the form that was right until 2019?
#
# One would expect: it takes the old "1" out, as it does the Argentinian and British slips, or says that it is fine.
# What happens: the "1" stays in the number that it gives, and the number is not even of a possible length.
# Why it matters: user exports and address books of phones are full of +52 1. A check with isPossible turns these people
# away, and the same person with and without the 1 is two people for whoever compares numbers, though both reach one phone.
# A way out: replace +521 with ten digits by +52 before numbers are parsed, kept or compared.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   +5215512345678 -> +5215512345678 possible: false
#   +525512345678 -> +525512345678 possible: true
#   +4407400123456 -> +447400123456 possible: true
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16 >/dev/null 2>&1

cat >numbers.mjs <<'JS'
import { parsePhoneNumberFromString } from 'libphonenumber-js';

for (const text of ['+5215512345678', '+525512345678', '+4407400123456']) {
  const parsed = parsePhoneNumberFromString(text);
  console.log(`${text} -> ${parsed.number} possible: ${parsed.isPossible()}`);
}
JS

seen=$(node numbers.mjs)
echo "libphonenumber-js $(node -p "require('./node_modules/libphonenumber-js/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = '+5215512345678 -> +5215512345678 possible: false
+525512345678 -> +525512345678 possible: true
+4407400123456 -> +447400123456 possible: true' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
