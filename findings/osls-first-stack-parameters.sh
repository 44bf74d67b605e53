#!/usr/bin/env bash
# osls 4.3.1 (the maintained fork of the Serverless framework 3), with provider.stackParameters and deploymentMethod
# direct: what does the first deployment of a stack send?
#
# One would expect: the parameters that a service declares under resources.Parameters are declared in the first template,
# or are sent with the second one only.
# What happens: the first CreateStack has a template of the deployment bucket alone, without Parameters, and carries all
# of provider.stackParameters. CloudFormation refuses parameters that a template does not declare, so a service with
# stackParameters cannot be deployed for the first time; one that exists already never meets it.
# Why it matters: each update works, so nobody notices before the stack is made anew, in another account or Region.
# A way out: a plugin that declares the compiled template's Parameters in provider.coreCloudFormationTemplate.
#
# Output seen (Node 20.20.2 and 24.21.0):
#   CreateStack: parameters sent: Colour
#   CreateStack: parameters declared: none
#   CreateStack: resources: ServerlessDeploymentBucket, ServerlessDeploymentBucketPolicy
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund osls@4.3.1 >/dev/null 2>&1

cat >serverless.yml <<'YML'
service: first
provider:
  name: aws
  runtime: nodejs24.x
  region: us-east-1
  deploymentMethod: direct
  stackParameters:
    - { ParameterKey: Colour, ParameterValue: red }
resources:
  Parameters:
    Colour: { Type: String }
  Resources:
    Topic:
      Type: AWS::SNS::Topic
      Properties: { DisplayName: { Ref: Colour } }
YML

# Answers as STS and CloudFormation would where there is no stack yet, and tells what CreateStack brings.
cat >record.mjs <<'JS'
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const xml = (action, inner) => `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
const failed = (message) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
const names = (list) => (list.length > 0 ? list.join(', ') : 'none');

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request));
  const action = form.get('Action');
  response.setHeader('content-type', 'text/xml');
  if (action === 'GetCallerIdentity')
    return response.end(xml(action, '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn>'));
  if (action === 'CreateStack') {
    const template = JSON.parse(form.get('TemplateBody'));
    const sent = [...form].filter(([name]) => name.endsWith('.ParameterKey')).map(([, value]) => value);
    console.log(`CreateStack: parameters sent: ${names(sent)}`);
    console.log(`CreateStack: parameters declared: ${names(Object.keys(template.Parameters ?? {}))}`);
    console.log(`CreateStack: resources: ${names(Object.keys(template.Resources).sort())}`);
    response.statusCode = 400;
    return response.end(failed('Parameters: [Colour] do not exist in the template'));
  }
  response.statusCode = 400;
  return response.end(failed('Stack with id first-dev does not exist'));
});

server.listen(0, '127.0.0.1', () => {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'example',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
  };
  spawn(process.execPath, ['node_modules/osls/bin/serverless.js', 'deploy'], { env, stdio: 'ignore' }).once('exit', () =>
    server.close(),
  );
});
JS

seen=$(node record.mjs)
echo "osls $(node -p "require('./node_modules/osls/package.json').version"), node $(node -p process.versions.node)"
echo "$seen"
[ "$seen" = "CreateStack: parameters sent: Colour
CreateStack: parameters declared: none
CreateStack: resources: ServerlessDeploymentBucket, ServerlessDeploymentBucketPolicy" ] || {
  echo 'It is no longer so.' >&2
  exit 1
}
