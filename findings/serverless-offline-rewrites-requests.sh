#!/usr/bin/env bash
# serverless-offline 14.8.2 (with osls 4.3.1), HTTP API, payload 2.0: does a function get the request as it was sent?
#
# One would expect: yes where the event has "raw" in a name, and headers as API Gateway gives them: of those that come more
# than once, the values joined by commas.
# What happens: rawQueryString is written anew from what was read: lower-case escapes come in upper case, %20 as a plus.
# Of a header that was sent twice, only the last value is there.
# Why it matters: whoever checks a signature over the query (SAML's redirect binding as ADFS sends it, signed links) sees it
# fail on a laptop and hold in AWS. Whoever reads X-Forwarded-For sees one proxy of two.
# A way out: test such requests with events as API Gateway makes them, or against a server of one's own.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   sent:   q=a%2fb%20c
#   got:    q=a%2Fb+c
#   header: two
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund osls@4.3.1 serverless-offline@14.8.2 >/dev/null 2>&1

cat >serverless.yml <<'YML'
service: echo
provider: { name: aws, runtime: nodejs22.x, region: us-east-1 }
plugins: [serverless-offline]
functions:
  echo:
    handler: echo.handler
    events: [{ httpApi: 'GET /echo' }]
YML
cat >echo.js <<'JS'
exports.handler = async ({ rawQueryString, headers }) => ({
  statusCode: 200,
  body: JSON.stringify({ rawQueryString, header: headers['x-sent-twice'] }),
});
JS

cat >ask.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};
const port = await freePort();
const ports = ['--httpPort', String(port), '--lambdaPort', String(await freePort()), '--albPort', String(await freePort())];
const offline = spawn(process.execPath, ['node_modules/osls/bin/serverless.js', 'offline', '--host', '127.0.0.1', '--useInProcess', ...ports], {
  stdio: 'ignore',
  env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
});
process.once('exit', () => offline.kill());

const query = 'q=a%2fb%20c';
const ask = async () => {
  const request = get({ host: '127.0.0.1', port, path: `/echo?${query}`, headers: { 'x-sent-twice': ['one', 'two'] } });
  const [response] = await once(request, 'response');
  return text(response);
};
let answer;
for (let tries = 0; tries < 600 && answer === undefined; tries++) {
  answer = await ask().catch(() => undefined);
  if (answer === undefined) await pause(100);
}
const { rawQueryString, header } = JSON.parse(answer);
console.log(`sent:   ${query}\ngot:    ${rawQueryString}\nheader: ${header}`);
process.exit();
JS

seen=$(node ask.mjs)
echo "serverless-offline $(node -p "require('./node_modules/serverless-offline/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = 'sent:   q=a%2fb%20c
got:    q=a%2Fb+c
header: two' ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
