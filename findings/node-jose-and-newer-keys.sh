#!/usr/bin/env bash
# node-jose 2.2.0: what does it make of a key set in which one key is of a type that it does not know?
#
# One would expect: it leaves that key out, as RFC 7517 (section 5) wants it, and as jose does.
# What happens: asKeyStore refuses the whole set. Tokens that were signed with the RSA key beside it cannot be checked.
# Why it matters: an issuer that publishes an Ed25519 key in addition, for those who can use it, signs out everybody behind
# an API Gateway authorizer or a proxy that was written with node-jose, the moment the key appears in the set.
# A way out: filter the keys by `kty` before they are handed over; for issuers: publish a new type only where it is signed
# with.
#
# Output seen (Node 20.20.2 and 24.21.0, jose 6.2.17):
#   RSA, EC:      node-jose rsa,ec   jose finds rsa
#   RSA, Ed25519: node-jose unsupported key type   jose finds rsa
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-jose@2.2.0 jose@6.2.17 >/dev/null 2>&1

cat >sets.mjs <<'JS'
import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import nodeJose from 'node-jose';

const keyOf = (kid, type, options) => ({ ...generateKeyPairSync(type, options).publicKey.export({ format: 'jwk' }), kid });
const rsa = keyOf('rsa', 'rsa', { modulusLength: 2048 });
const ec = keyOf('ec', 'ec', { namedCurve: 'P-256' });
const ed = keyOf('ed', 'ed25519');
for (const [name, keys] of [['RSA, EC:     ', [rsa, ec]], ['RSA, Ed25519:', [rsa, ed]]]) {
  const read = await nodeJose.JWK.asKeyStore({ keys }).then((store) => store.all().map(({ kid }) => kid), ({ message }) => message);
  const found = await createLocalJWKSet({ keys })({ alg: 'RS256', kid: 'rsa' }).then(() => 'rsa', ({ message }) => message);
  console.log(`${name} node-jose ${read}   jose finds ${found}`);
}
JS

seen=$(node sets.mjs)
echo "node-jose $(node -p "require('./node_modules/node-jose/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'RSA, EC:      node-jose rsa,ec   jose finds rsa
RSA, Ed25519: node-jose unsupported key type   jose finds rsa' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
