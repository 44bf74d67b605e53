#!/usr/bin/env bash
# @aws-sdk/util-dynamodb 3.996.9 with removeUndefinedValues: what becomes of an undefined within a list?
#
# One would expect: the place is kept, as NULL, as JSON.stringify keeps it as null; or the write is refused.
# What happens: the place is gone, and all that follows moves up. [1, undefined, 3] comes back as [1, 3].
# Why it matters: the setting is on nearly everywhere, for members that are not given. Lists whose places mean something
# (rows, pairs, one entry for each factor) are stored with the wrong ones, and nothing fails.
# A way out: write null into lists.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   stored: {"L":[{"N":"1"},{"N":"3"}]}
#   read:   [1,3]
#   JSON:   [1,null,3]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @aws-sdk/util-dynamodb@3.996.9 @aws-sdk/client-dynamodb@3.1162.0 >/dev/null 2>&1

cat >lists.mjs <<'JS'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

const list = [1, undefined, 3];
const stored = marshall({ list }, { removeUndefinedValues: true });
console.log(`stored: ${JSON.stringify(stored.list)}`);
console.log(`read:   ${JSON.stringify(unmarshall(stored).list)}`);
console.log(`JSON:   ${JSON.stringify(list)}`);
JS

seen=$(node --no-warnings lists.mjs)
echo "@aws-sdk/util-dynamodb $(node -p "require('./node_modules/@aws-sdk/util-dynamodb/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'stored: {"L":[{"N":"1"},{"N":"3"}]}
read:   [1,3]
JSON:   [1,null,3]' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
