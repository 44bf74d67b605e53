import { describe, expect, it } from 'vitest';
import { importsOf } from './import-graph.ts';
import { circles, violations } from './layer-rules.ts';

const stated = {
  dependencies: [
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-kms',
    '@middy/core',
    '@smithy/core',
    '@smithy/signature-v4',
    'jose',
  ],
  devDependencies: ['@types/aws-lambda', 'vitest', '@aws-sdk/client-cognito-identity-provider'],
};
const api = '@aws-sdk/client-cognito-identity-provider';
const told = (from: string, source: string): string[] => violations([from], importsOf(from, source), stated);

describe('the layers', () => {
  it.each([
    ['a function that imports another one', 'functions/api/a/A.ts', "import { b } from './B.ts';"],
    ['the domain reading the store', 'shared/domain/users/user.ts', "import { t } from '#shared/data/table.ts';"],
    ['the domain knowing a type of the store', 'shared/domain/user.ts', "import type { T } from '../data/table.ts';"],
    ['a re-export across layers', 'shared/wire/user.ts', "export { t } from '#shared/services/t.ts';"],
    ['a dynamic import across layers', 'shared/api/x.ts', "await import('#shared/services/t.ts');"],
    [
      'a constructor of operations imported by a service',
      'shared/services/x.ts',
      "import { t } from '#shared/operations/t.ts';",
    ],
    ['a service using one that comes after it', 'shared/services/codes/x.ts', "import { t } from '../tokens/t.ts';"],
    ['a folder of services without a place', 'shared/services/odds/x.ts', "import { t } from '../cache/t.ts';"],
    [
      'identity pools reaching users',
      'shared/services/identity-pools/x.ts',
      "import { users } from '../users/users.ts';",
    ],
    ['production importing tests', 'functions/api/a/A.ts', "import { t } from '#tests/support/t.ts';"],
    ['shared importing a function', 'shared/services/x.ts', "import { h } from '../../functions/api/a/A.ts';"],
    ['DynamoDB outside the data layer', 'shared/services/x.ts', "import type { A } from '@aws-sdk/client-dynamodb';"],
    ['the SDK in the data layer, but for its retries', 'shared/data/x.ts', "import { A } from '@smithy/signature-v4';"],
    ["the SDK's retries in a service", 'shared/services/x.ts', "import { A } from '@smithy/core/retry';"],
    ['another AWS client outside the gateways', 'functions/a/A.ts', "import { A } from '@aws-sdk/client-kms';"],
    ['middleware in the domain', 'shared/domain/x.ts', "import middy from '@middy/core';"],
    ['the SDK at run time in the domain', 'shared/domain/x.ts', "import { A } from '@aws-sdk/client-kms';"],
    ['files in the domain', 'shared/domain/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['a development dependency at run time', 'shared/api/x.ts', "import { it } from 'vitest';"],
    ['a package nobody stated', 'shared/api/x.ts', "import left from 'left-pad';"],
    ['a service that turns users itself', 'shared/services/x.ts', "import '#shared/domain/users/stored-user.ts';"],
    ['the console knowing a service', 'console/src/ui/x.ts', "import type { T } from '#shared/services/t.ts';"],
    ['a part of the console knowing a screen', 'console/src/ui/x.ts', "import { t } from '../screens/t.tsx';"],
    ['the SDK in the console', 'console/src/api/x.ts', `import { A } from '${api}';`],
    ['Node in the console', 'console/src/ui/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['a module outside every layer', 'shared/odds/x.ts', 'export const x = 1;'],
  ])('refuse %s', (_case, from, source) => {
    expect(told(from, source)).toHaveLength(1);
  });

  it.each([
    ['a service using one that comes before it', 'shared/services/tokens/x.ts', "import { t } from '../cache/t.ts';"],
    ['an operation using services', 'functions/api/a/A.ts', "import { t } from '#shared/services/t.ts';"],
    ['a type of a development dependency', 'shared/api/x.ts', "import type { Context } from 'aws-lambda';"],
    ['a type of an AWS client', 'functions/a/A.ts', "import type { A } from '@aws-sdk/client-kms';"],
    ['the API vocabulary in the domain', 'shared/domain/x.ts', `import type { A } from '${api}';`],
    ['the data layer speaking DynamoDB', 'shared/data/x.ts', "import { A } from '@aws-sdk/client-dynamodb';"],
    ["the data layer retrying by the SDK's rules", 'shared/data/x.ts', "import { A } from '@smithy/core/retry';"],
    ['cryptography in the domain', 'shared/domain/x.ts', "import { randomBytes } from 'node:crypto';"],
    ['the profile turning users', 'shared/data/users/user-item.ts', "import '#shared/domain/users/stored-user.ts';"],
    ['the API vocabulary in the console', 'console/src/api/x.ts', `import type { A } from '${api}';`],
    ['a screen using shared parts', 'console/src/screens/a/x.tsx', "import { t } from '../../ui/t.tsx';"],
    ['tests importing anything', 'tests/a.test.ts', "import { A } from '@aws-sdk/client-kms'; import '#local/x.ts';"],
  ])('allow %s', (_case, from, source) => {
    expect(told(from, source)).toEqual([]);
  });

  it('name the line of the import', () => {
    expect(told('functions/api/a/A.ts', "\n\nimport { b } from './B.ts';")).toEqual([
      'functions/api/a/A.ts:3 imports functions/api/a/B.ts: functions/ may import shared/',
    ]);
  });

  it('find a circle and the modules along it', () => {
    const imports = [
      ...importsOf('shared/domain/a.ts', "import { b } from './b.ts';"),
      ...importsOf('shared/domain/b.ts', "import type { c } from './c.ts';"),
      ...importsOf('shared/domain/c.ts', "export { a } from './a.ts';"),
    ];
    expect(circles(imports)).toEqual([
      'shared/domain/a.ts → shared/domain/b.ts → shared/domain/c.ts → shared/domain/a.ts',
    ]);
  });

  it('refuse a module that does not parse', () => {
    expect(() => importsOf('shared/api/x.ts', 'import from {')).toThrow('shared/api/x.ts does not parse');
  });
});
