#!/usr/bin/env bash
# @modelcontextprotocol/sdk 1.32.2: a server answers 403 with `insufficient_scope` and names the scope that it needs (RFC 6750
# section 3.1). What does a client do that has a refresh token?
#
# One would expect: it sends the user to the authorization endpoint and asks for that scope, as the specification's part on
# step-up says, and as it does without a refresh token.
# What happens: it refreshes, which cannot give more scopes than there were (RFC 6749 section 6), tries once more with the
# same scopes, and ends with an error. The user is never asked.
# Why it matters: authorization servers that give refresh tokens are the usual case. A tool that needs one more scope then never
# works, and the error reads as if the server had refused what the user allowed.
# A way out: let the provider forget its refresh token before such a call, or ask for all scopes at first.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   with a refresh token:    refresh_token; the user is asked for: nothing
#   without a refresh token: no token request; the user is asked for: notes:read notes:write
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @modelcontextprotocol/sdk@1.32.2 >/dev/null 2>&1

# An API whose every call needs one more scope, and an authorization server that refreshes what it is brought.
cat >ask.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

let grants = [];
let origin;
const json = (response, body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, origin);
  if (pathname.startsWith('/.well-known/oauth-protected-resource')) {
    return json(response, { resource: `${origin}/mcp`, authorization_servers: [origin] });
  }
  if (pathname.startsWith('/.well-known/')) {
    return json(response, {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    });
  }
  if (pathname === '/token') {
    grants.push(new URLSearchParams(await text(request)).get('grant_type'));
    return json(response, { access_token: 'next', token_type: 'Bearer', refresh_token: 'next', scope: 'notes:read' });
  }
  const challenge = `Bearer error="insufficient_scope", scope="notes:read notes:write", resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
  response.writeHead(403, { 'www-authenticate': challenge }).end();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
origin = `http://127.0.0.1:${server.address().port}`;

const callWith = async (tokens) => {
  grants = [];
  let kept = tokens;
  let asked = 'nothing';
  const authProvider = {
    redirectUrl: 'http://127.0.0.1:9/callback',
    clientMetadata: { redirect_uris: ['http://127.0.0.1:9/callback'], token_endpoint_auth_method: 'none' },
    clientInformation: () => ({ client_id: 'client' }),
    tokens: () => kept,
    saveTokens: (given) => {
      kept = given;
    },
    saveCodeVerifier: () => undefined,
    codeVerifier: () => 'verifier',
    redirectToAuthorization: (url) => {
      asked = url.searchParams.get('scope');
    },
  };
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', origin), { authProvider });
  await transport.start();
  await transport.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' }).catch(() => undefined);
  return `${grants.join(', ') || 'no token request'}; the user is asked for: ${asked}`;
};

const tokens = { access_token: 'first', token_type: 'Bearer', scope: 'notes:read' };
console.log(`with a refresh token:    ${await callWith({ ...tokens, refresh_token: 'first' })}`);
console.log(`without a refresh token: ${await callWith(tokens)}`);
server.close();
server.closeAllConnections();
JS

seen=$(node ask.mjs)
echo "@modelcontextprotocol/sdk $(node -p "JSON.parse(require('fs').readFileSync('node_modules/@modelcontextprotocol/sdk/package.json')).version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'with a refresh token:    refresh_token; the user is asked for: nothing
without a refresh token: no token request; the user is asked for: notes:read notes:write' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
