#!/usr/bin/env bash
# @aws-sdk/util-dynamodb 3.996.9, on which the document client stands: as what do numbers come back that JavaScript's own
# cannot hold?
#
# One would expect: one rule, an error or a type for all of them, as the way in has one: marshall refuses what is too large.
# What happens: two. A large integer is a BigInt, so that one attribute is of one type in one item and of another in the
# next, and JSON.stringify of the item throws. A decimal of many digits is rounded without a word.
# Why it matters: counters and sums in money pass every test with small values, and `total + 1` throws in production.
# A way out: `wrapNumbers: true`, and one conversion of one's own.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   9007199254740991: number 9007199254740991
#   9007199254740993: bigint 9007199254740993
#   0.12345678901234567890: number 0.12345678901234568
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/util-dynamodb@3.996.9 @aws-sdk/client-dynamodb@3.1162.0 >/dev/null 2>&1

cat >numbers.mjs <<'JS'
import { unmarshall } from '@aws-sdk/util-dynamodb';

for (const N of ['9007199254740991', '9007199254740993', '0.12345678901234567890']) {
  const { n } = unmarshall({ n: { N } });
  console.log(`${N}: ${typeof n} ${n}`);
}
JS

seen=$(node --no-warnings numbers.mjs)
echo "@aws-sdk/util-dynamodb $(node -p "require('./node_modules/@aws-sdk/util-dynamodb/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = "9007199254740991: number 9007199254740991
9007199254740993: bigint 9007199254740993
0.12345678901234567890: number 0.12345678901234568" ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
