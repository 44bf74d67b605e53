#!/usr/bin/env bash
# papaparse 5.7.1: which columns does `unparse` write for a list of objects?
#
# One would expect: one for each name that any of them has, or an error where they differ.
# What happens: those of the first object only. What others have besides is left out, without a warning; the rows look whole.
# Why it matters: users rarely have the same attributes. If the first of them has no phone number, the file has nobody's.
# A way out: `columns` with all the names.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   ["username,email","ada,ada@example.com","grace,grace@example.com"]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund papaparse@5.7.1 >/dev/null 2>&1

cat >columns.mjs <<'JS'
import Papa from 'papaparse';

const users = [
  { username: 'ada', email: 'ada@example.com' },
  { username: 'grace', email: 'grace@example.com', phone_number: '+15551234567' },
];
console.log(JSON.stringify(Papa.unparse(users).split('\r\n')));
JS

seen=$(node columns.mjs)
echo "papaparse $(node -p "require('./node_modules/papaparse/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = '["username,email","ada,ada@example.com","grace,grace@example.com"]' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
