#!/usr/bin/env bash
# Which headers do JavaScript clients put under a Signature Version 4 for one operation of Cognito (ListUserPools)?
#
# One would expect: one list, as all of them follow one document, which names content-type among the headers to sign.
# What happens: four clients, four lists. AWS SDK for JavaScript 3 and aws4 sign content-type and content-length; AWS SDK
# version 2 and aws4fetch sign neither, though both send content-type with this very request.
# Why it matters: who verifies signatures and insists on content-type refuses valid requests of some clients and sees
# nothing of it with the others; who puts a proxy in front that sends a body in chunks breaks those that sign
# content-length. AWS takes all four. Only host, date, target and a session token can be insisted on.
#
# Output seen (Node 20.20.2 and 24.21.0): what stands at the end.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund aws-sdk@2.1693.0 @aws-sdk/client-cognito-identity-provider@3.1169.0 aws4fetch@1.0.20 aws4@1.13.2 >/dev/null 2>&1

cat >sign.mjs <<'JS'
import { createServer } from 'node:http';
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import aws4 from 'aws4';
import { AwsClient } from 'aws4fetch';

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
const { default: AWS } = await import('aws-sdk');

let seen;
const server = createServer((request, response) => {
  seen = /SignedHeaders=([^,\s]+)/.exec(request.headers.authorization)[1];
  request.resume().once('end', () => response.setHeader('content-type', 'application/x-amz-json-1.1').end('{"UserPools":[]}'));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const { port } = server.address();
const endpoint = `http://127.0.0.1:${port}`;
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };
const headers = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
};
const body = '{"MaxResults":1}';
const told = (client) => console.log(`${client.padEnd(11)}${seen}`);

await new CognitoIdentityProviderClient({ endpoint, region: 'us-east-1', credentials }).send(new ListUserPoolsCommand({ MaxResults: 1 }));
told('sdk v3');
await new AWS.CognitoIdentityServiceProvider({ endpoint, region: 'us-east-1', credentials }).listUserPools({ MaxResults: 1 }).promise();
told('sdk v2');
await new AwsClient({ ...credentials, service: 'cognito-idp', region: 'us-east-1' }).fetch(endpoint, { method: 'POST', headers, body });
told('aws4fetch');
const signed = aws4.sign({ host: `127.0.0.1:${port}`, method: 'POST', path: '/', service: 'cognito-idp', region: 'us-east-1', headers: { ...headers }, body }, credentials);
await fetch(endpoint, { method: 'POST', headers: { authorization: signed.headers.Authorization, 'x-amz-date': signed.headers['X-Amz-Date'], ...headers }, body });
told('aws4');
server.closeAllConnections();
server.close();
JS
seen=$(node --no-warnings sign.mjs)
echo "aws-sdk 2.1693.0, @aws-sdk/client-cognito-identity-provider 3.1169.0, aws4fetch 1.0.20, aws4 1.13.2, node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = "sdk v3     amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target;x-amz-user-agent
sdk v2     host;x-amz-content-sha256;x-amz-date;x-amz-target
aws4fetch  host;x-amz-date;x-amz-target
aws4       content-length;content-type;host;x-amz-date;x-amz-target" ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
