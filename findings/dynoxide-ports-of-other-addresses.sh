#!/usr/bin/env bash
# dynoxide 1.2.1, a stand-in for DynamoDB: can it listen on one loopback address while another server has the same port on
# another?
#
# One would expect: yes. Linux lets each address of 127.0.0.0/8 have its own port, and a plain node server gets it.
# What happens: it refuses to start where the port is taken on 127.0.0.1, whatever --host says, and names 0.0.0.0 as the
# address of the listener, at which nobody listens. A listener on any other loopback address does not disturb it.
# Why it matters: test runs that give each server an address of its own, and draw ports without looking at 127.0.0.1, fail
# once in some hundred starts, with a message that sends people to look for a server that is not there.
# A way out: look for a port that is free on 127.0.0.1 as well.
#
# Output seen (Node 20.20.2 and 24.21.0; <port> in place of the number):
#   node on 127.7.7.7, port taken on 127.0.0.1: listens
#   dynoxide on 127.7.7.7, port taken on 127.0.0.1: error: port <port> is already in use (detected listener on 0.0.0.0:<port>)
#   dynoxide on 127.7.7.7, port taken on 127.9.9.9: Dynoxide listening on http://127.7.7.7:<port>
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 >/dev/null 2>&1

cat >ports.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const listening = async (port, host) => {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
};
// What the store says first, whichever way it goes.
const firstWords = async (port) => {
  const args = ['serve', '--host', '127.7.7.7', '--port', String(port)];
  const store = spawn('node_modules/@dynoxide/linux-x64/dynoxide', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  for await (const chunk of store.stderr) {
    words += chunk;
    if (words.includes('\n')) break;
  }
  store.kill();
  return words.trim().replaceAll(String(port), '<port>');
};

const usual = await listening(0, '127.0.0.1');
const { port } = usual.address();
const beside = await listening(port, '127.7.7.7');
console.log('node on 127.7.7.7, port taken on 127.0.0.1: listens');
beside.close();
await once(beside, 'close');
console.log(`dynoxide on 127.7.7.7, port taken on 127.0.0.1: ${await firstWords(port)}`);
usual.close();
await once(usual, 'close');
const other = await listening(port, '127.9.9.9');
console.log(`dynoxide on 127.7.7.7, port taken on 127.9.9.9: ${await firstWords(port)}`);
other.close();
JS

seen=$(node ports.mjs)
expected='node on 127.7.7.7, port taken on 127.0.0.1: listens
dynoxide on 127.7.7.7, port taken on 127.0.0.1: error: port <port> is already in use (detected listener on 0.0.0.0:<port>)
dynoxide on 127.7.7.7, port taken on 127.9.9.9: Dynoxide listening on http://127.7.7.7:<port>'
echo "$seen"
[ "$seen" = "$expected" ] || { echo 'This is no longer what happens.' >&2; exit 1; }
