import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetPrefix } from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';
import { readHouse } from './house.ts';
import { forgotten } from './in-step.ts';

const page = 'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html';
const operation = 'functions/api/sign-up/SignUp.ts';
const yml = 'functions/api/sign-up/functions.yml';
const eventPath = 'events/api/sign-up/SignUp.json';
const event = {
  version: '2.0',
  routeKey: 'POST /op/SignUp',
  rawPath: '/op/SignUp',
  headers: { 'x-amz-target': `${targetPrefix.api}.SignUp` },
  requestContext: { http: { method: 'POST', path: '/op/SignUp', sourceIp: '192.0.2.1' } },
  body: '{}',
  isBase64Encoded: false,
};
const entry = `SignUp:
  handler: functions/api/sign-up/SignUp.handler
  role: PublicRole
  events: [{ httpApi: POST /op/SignUp }]
`;
const whole: Readonly<Record<string, string>> = {
  [operation]: `/**\n * Registers a user.\n *\n * @see ${page}\n */\nexport const handler = 1;\n`,
  [yml]: entry,
  [eventPath]: JSON.stringify(event),
  'tests/functions/api/sign-up/SignUp.test.ts': '',
  'functions/triggers/greet.ts': '',
  'functions/triggers/functions.yml': 'greet: { handler: functions/triggers/greet.handler, role: PublicRole }',
  'events/triggers/greet.first-time.json': '{}',
  'resources/roles.yml': 'Resources:\n  PublicRole:\n    Type: AWS::IAM::Role\n    Arn: !Sub x\n',
  'serverless.yml': `functions:\n  - \${file(${yml})}\n  - \${file(functions/triggers/functions.yml)}\n`,
  'docs/compatibility.md': '| SignUp | ✅ |',
};
const known = { ownOperations: [], prefix: targetPrefix };
const toldOf = (change: Readonly<Record<string, string | undefined>>): string[] => {
  const files = Object.entries({ ...whole, ...change }).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text] as const],
  );
  return forgotten(new Map(files), known);
};

describe('what is forgotten of a function', () => {
  it('is nothing where all is there', () => {
    expect(toldOf({})).toEqual([]);
  });

  it.each([
    ['its entry', { [yml]: '' }, `${yml} has no entry`],
    ['its route', { [yml]: entry.replace('POST /op/SignUp', 'POST /SignUp') }, `${yml} gives SignUp no route`],
    ['its name', { [yml]: entry.replace('SignUp:', 'signUp:') }, `${yml} calls SignUp by another name`],
    ['its role', { [yml]: entry.replace('  role: PublicRole\n', '') }, `${yml}: SignUp states no role`],
    ['a role that exists', { [yml]: entry.replace('PublicRole', 'OddRole') }, `${yml}: the role OddRole of SignUp`],
    ['its event', { [eventPath]: undefined }, `${eventPath} is missing`],
    ['its test', { 'tests/functions/api/sign-up/SignUp.test.ts': undefined }, 'SignUp.test.ts is missing'],
    ['its line in the list', { 'docs/compatibility.md': '' }, 'docs/compatibility.md does not list SignUp'],
    ['its doc comment', { [operation]: 'export const handler = 1;' }, 'does not begin with a doc comment'],
    ['its page', { [operation]: '/** Registers. */' }, 'does not point to its page'],
    ['to be short', { [operation]: `${whole[operation]}${'\n'.repeat(130)}x` }, 'lines, 110 are the most'],
    ['the event of a trigger', { 'events/triggers/greet.first-time.json': undefined }, 'greet.ts has no event'],
    ['the entry of a trigger', { 'functions/triggers/functions.yml': '' }, 'no entry with handler'],
    [
      'the file of an inclusion',
      { 'serverless.yml': `${whole['serverless.yml']}  - \${file(functions/oauth/functions.yml)}\n` },
      'serverless.yml includes functions/oauth/functions.yml, which is not there',
    ],
    [
      'the inclusion of a folder',
      { 'serverless.yml': `\${file(${yml})}` },
      'does not include functions/triggers/functions.yml',
    ],
  ])('is told: %s', (_case, change, expected) => {
    expect(toldOf(change)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['an event that is none', { version: '1.0' }, 'is not an event of an HTTP API'],
    ['an event with another path', { rawPath: '/SignUp' }, 'has another path'],
    ['an event with another target', { headers: { 'x-amz-target': 'SignUp' } }, 'has another x-amz-target'],
    ['an event with an odd body', { body: '{' }, 'has a body that is not JSON'],
  ])('is told: %s', (_case, change, expected) => {
    expect(toldOf({ [eventPath]: JSON.stringify({ ...event, ...change }) })).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  it.each([
    ['an entry', { [yml]: `${entry}Gone: { handler: functions/api/sign-up/Gone.handler, role: PublicRole }\n` }],
    ['an event', { 'events/api/sign-up/Gone.json': '{}' }],
    ['a test', { 'tests/functions/api/sign-up/Gone.test.ts': '' }],
  ])('is told: %s without its function', (_case, change) => {
    expect(toldOf(change)).toHaveLength(1);
  });
});

describe('this project', () => {
  it('forgets nothing', () => {
    const files = readHouse(join(import.meta.dirname, '../..'));
    expect([...files.keys()].filter((path) => path.startsWith('functions/api/'))).not.toEqual([]);
    expect(forgotten(files, { ownOperations, prefix: targetPrefix })).toEqual([]);
  });
});
