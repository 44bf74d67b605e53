#!/usr/bin/env bash
# ldapts 9.2.0: what does a search for an objectGUID send, whose octets are written in the filter as RFC 4515 says (`\ff`)?
#
# One would expect: these octets. The escapes are there for exactly that, and RFC 4515 has an example with them.
# What happens: each escape is read as a character, and characters are sent as UTF-8. Octets below 80 arrive, each octet
# from 80 on becomes two. The server is asked for another value and finds nobody; there is no error.
# Why it matters: looking somebody up by objectGUID or objectSid is how one follows people through changes of their name in
# Active Directory. Nearly every such id has an octet of that kind.
# A way out: `new EqualityFilter({ attribute, value: buffer })`.
#
# Output seen (Node 20.20.2 and 24.21.0), the value asked for:
#   filter as text:   c3bf01c280
#   filter as object: ff0180
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ldapts@9.2.0 >/dev/null 2>&1

# Stands where a directory would, keeps what it is asked and hangs up.
cat >ask.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Client, EqualityFilter } from 'ldapts';

const name = Buffer.from('objectGUID');
let asked;
const server = createServer((socket) =>
  socket.once('data', (message) => {
    // Behind the name come a type, a length and the value.
    const at = message.indexOf(name) + name.length;
    asked = message.subarray(at + 2, at + 2 + message[at + 1]).toString('hex');
    socket.destroy();
  }),
).listen(0, '127.0.0.1');
await once(server, 'listening');

const value = Buffer.from('ff0180', 'hex');
const filters = [
  ['filter as text:  ', '(objectGUID=\\ff\\01\\80)'],
  ['filter as object:', new EqualityFilter({ attribute: 'objectGUID', value })],
];
for (const [how, filter] of filters) {
  const client = new Client({ url: `ldap://127.0.0.1:${server.address().port}` });
  await client.search('dc=example,dc=com', { filter }).catch(() => undefined);
  console.log(`${how} ${asked}`);
}
server.close();
JS

seen=$(node ask.mjs)
echo "ldapts $(node -p "require('./node_modules/ldapts/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'filter as text:   c3bf01c280
filter as object: ff0180' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
