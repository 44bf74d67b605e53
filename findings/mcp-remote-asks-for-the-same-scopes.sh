#!/usr/bin/env bash
# mcp-remote 0.15.1: a server answers 403 with `insufficient_scope` and names the scopes that it needs (RFC 6750 section 3.1).
# What does mcp-remote ask the user for, where the metadata of the server list its scopes (RFC 9728, `scopes_supported`)?
#
# One would expect: for the scopes that the answer names, as the specification's part on step-up says, and as it does where the
# metadata have no such list.
# What happens: it sends the user to the authorization endpoint for the scopes that it has already, and the tool never works.
# Why it matters: to list the scopes is recommended. People allow the same thing again and again.
# A way out: name all scopes from the start, by --static-oauth-client-metadata '{ "scope": "..." }'.
#
# Output seen (Node 24.21.0):
#   metadata without scopes: the user is asked for notes:read, then notes:read notes:write
#   metadata with scopes:    the user is asked for notes:read, then notes:read
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts mcp-remote@0.15.1 >/dev/null 2>&1

# A server of MCP, and its authorization server, which gives whatever it is asked for.
cat >ask.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

// What the metadata of the server (RFC 9728) say of its scopes.
const supported = process.argv[2] === 'listed' ? { scopes_supported: ['notes:read', 'notes:write'] } : {};
let origin;
const asked = [];
const json = (response, body, status = 200, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refuse = (response, status, parameters) =>
  response.writeHead(status, { 'www-authenticate': `Bearer ${parameters}` }).end();

const serve = async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, origin);
  const body = await text(request);
  if (pathname.startsWith('/.well-known/oauth-protected-resource'))
    return json(response, { resource: `${origin}/mcp`, authorization_servers: [origin], ...supported });
  if (pathname.startsWith('/.well-known/'))
    return json(response, {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    });
  if (pathname === '/register') return json(response, { ...JSON.parse(body), client_id: 'client' }, 201);
  if (pathname === '/authorize') {
    asked.push(searchParams.get('scope'));
    const back = new URL(searchParams.get('redirect_uri'));
    back.searchParams.set('code', Buffer.from(searchParams.get('scope')).toString('base64url'));
    back.searchParams.set('state', searchParams.get('state'));
    return response.writeHead(302, { location: back.href }).end();
  }
  if (pathname === '/token') {
    const code = new URLSearchParams(body).get('code');
    const scope = Buffer.from(code, 'base64url').toString();
    return json(response, { access_token: code, token_type: 'Bearer', expires_in: 3600, scope });
  }
  const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (!token) return refuse(response, 401, `scope="notes:read"`);
  if (request.method !== 'POST') return response.writeHead(405).end();
  const { id, method } = JSON.parse(body);
  if (method === 'tools/call' && !Buffer.from(token, 'base64url').toString().includes('notes:write'))
    return refuse(response, 403, `error="insufficient_scope", scope="notes:read notes:write"`);
  if (id === undefined) return response.writeHead(202).end();
  const answers = {
    initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'notes', version: '1' } },
    'tools/list': { tools: [{ name: 'add-note', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'done' }] },
  };
  return answers[method] ? json(response, { jsonrpc: '2.0', id, result: answers[method] }) : json(response, { jsonrpc: '2.0', id, error: { code: -32601, message: 'none' } });
};

const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
await once(server, 'listening');
origin = `http://localhost:${server.address().port}`;

const child = spawn(process.execPath, ['node_modules/mcp-remote/dist/proxy.js', `${origin}/mcp`], {
  env: { ...process.env, HOME: process.cwd(), MCP_REMOTE_CONFIG_DIR: process.cwd(), BROWSER: 'true', DISPLAY: '' },
});
const shown = new Set();
let said = '';
child.stderr.on('data', (chunk) => {
  said += chunk;
  for (const [url] of said.matchAll(/http:\/\/\S+\/authorize\?\S+(?=\s)/g)) {
    if (shown.has(url)) continue;
    shown.add(url);
    fetch(url).catch(() => {});
  }
});
let heard = '';
const answered = (id) =>
  new Promise((resolve) => {
    const look = () => heard.split('\n').some((line) => line.includes(`"id":${id}`)) && resolve();
    child.stdout.on('data', look);
    look();
  });
child.stdout.on('data', (chunk) => (heard += chunk));
const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
send({
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'editor', version: '1' } },
});
await answered(1);
send({ method: 'notifications/initialized' });
send({ id: 2, method: 'tools/call', params: { name: 'add-note', arguments: {} } });
await Promise.race([answered(2), new Promise((resolve) => setTimeout(resolve, 15_000))]);
child.kill();
server.close();
server.closeAllConnections();

console.log(asked.slice(0, 2).join(', then '));
process.exit();
JS
plain=$(node ask.mjs plain)
listed=$(node ask.mjs listed)
echo "metadata without scopes: the user is asked for $plain"
echo "metadata with scopes:    the user is asked for $listed"
[ "$plain" = 'notes:read, then notes:read notes:write' ] && [ "$listed" = 'notes:read, then notes:read' ]
