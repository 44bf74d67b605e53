#!/usr/bin/env bash
# oidc-client-ts 3.5.0 with loadUserInfo, at an issuer whose userinfo writes booleans as text, as Amazon Cognito's does:
# what is `email_verified` in the profile?
#
# One would expect: what the ID token says. It is signed, its claims are typed, and userinfo only adds what is missing.
# What happens: userinfo's value takes its place, and the profile has the text "false", which is true for every `if`.
# Why it matters: switching loadUserInfo on, to get one more attribute, makes every address count as verified in the app.
# A way out: compare with === true and === 'true', or read the ID token itself.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   without loadUserInfo: email_verified false (boolean)
#   with loadUserInfo:    email_verified false (string)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund oidc-client-ts@3.5.0 jose@6.2.17 >/dev/null 2>&1

cat >profile.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';

const { publicKey, privateKey } = await generateKeyPair('RS256');
let issuer;
let nonce;
const idToken = () =>
  new SignJWT({ email: 'ada@example.com', email_verified: false, ...(nonce && { nonce }) })
    .setProtectedHeader({ alg: 'RS256', kid: '1' })
    .setIssuer(issuer)
    .setSubject('ada')
    .setAudience('app')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
  }),
  '/jwks': async () => ({ keys: [{ ...(await exportJWK(publicKey)), kid: '1', alg: 'RS256', use: 'sig' }] }),
  '/token': async () => ({ token_type: 'Bearer', access_token: 'access', expires_in: 3600, id_token: await idToken() }),
  '/userinfo': () => ({ sub: 'ada', email: 'ada@example.com', email_verified: 'false' }),
};
const server = createServer(async (request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json').end(JSON.stringify(await answers[request.url]()));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
issuer = `http://127.0.0.1:${server.address().port}`;

for (const loadUserInfo of [false, true]) {
  const client = new OidcClient({
    authority: issuer,
    client_id: 'app',
    redirect_uri: 'http://127.0.0.1/callback',
    scope: 'openid email',
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    loadUserInfo,
  });
  const { url } = await client.createSigninRequest({});
  const asked = new URL(url).searchParams;
  nonce = asked.get('nonce');
  const { profile } = await client.processSigninResponse(`http://127.0.0.1/callback?code=c&state=${asked.get('state')}`);
  const { email_verified: verified } = profile;
  const how = loadUserInfo ? 'with loadUserInfo:   ' : 'without loadUserInfo:';
  console.log(`${how} email_verified ${verified} (${typeof verified})`);
}
server.closeAllConnections();
server.close();
JS

seen=$(node profile.mjs)
echo "oidc-client-ts $(node -p "require('./node_modules/oidc-client-ts/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'without loadUserInfo: email_verified false (boolean)
with loadUserInfo:    email_verified false (string)' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
