#!/usr/bin/env bash
# csv-parse 7.0.3 with `cast: true`: what becomes of the phone numbers and ids in an export of users?
#
# One would expect: text that is not the usual form of a number stays text, or is refused; at worst leading zeros are lost.
# What happens: a phone number with its plus is taken for a signed number and loses the plus, and an id of twenty digits is
# rounded to another id. Papa Parse 5.7.1, asked for the same (`dynamicTyping`), leaves both as they are.
# Why it matters: `cast` is there for flags such as email_verified. The number of a user, read so, is no valid
# `phone_number` any more, and the id is that of somebody else, without an error.
# A way out: a function for `cast` that names the columns that it is meant for.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   csv-parse: {"phone":15551234567,"id":12345678901234567000}
#   papaparse: {"phone":"+15551234567","id":"12345678901234567890"}
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3 papaparse@5.7.1 >/dev/null 2>&1

cat >cast.mjs <<'JS'
import { parse } from 'csv-parse/sync';
import Papa from 'papaparse';

const csv = 'phone,id\n+15551234567,12345678901234567890';
console.log(`csv-parse: ${JSON.stringify(parse(csv, { columns: true, cast: true })[0])}`);
console.log(`papaparse: ${JSON.stringify(Papa.parse(csv, { header: true, dynamicTyping: true }).data[0])}`);
JS

seen=$(node cast.mjs)
echo "csv-parse $(node -p "require('./node_modules/csv-parse/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'csv-parse: {"phone":15551234567,"id":12345678901234567000}
papaparse: {"phone":"+15551234567","id":"12345678901234567890"}' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
