import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Category, categories, categoryOf } from '#shared/domain/limits/categories.ts';
import { operationFiles, operationKey, readContract } from '#tests/contract/contract.ts';

const root = join(import.meta.dirname, '../../../..');

// The quotas that the API's documentation names, with some operations of each.
const documented: readonly (readonly [Category, readonly string[]])[] = [
  [
    'UserAuthentication',
    [
      'AdminInitiateAuth',
      'AdminRespondToAuthChallenge',
      'GetTokensFromRefreshToken',
      'InitiateAuth',
      'RespondToAuthChallenge',
    ],
  ],
  ['UserCreation', ['AdminConfirmSignUp', 'AdminCreateUser', 'ConfirmSignUp', 'SignUp']],
  ['UserFederation', ['idpResponse', 'saml2IdpResponse']],
  [
    'UserAccountRecovery',
    ['AdminResetUserPassword', 'AdminSetUserPassword', 'ChangePassword', 'ConfirmForgotPassword', 'ForgotPassword'],
  ],
  ['UserRead', ['AdminGetUser', 'GetUser']],
  ['UserUpdate', ['AdminAddUserToGroup', 'AdminDeleteUser', 'GlobalSignOut', 'UpdateUserAttributes']],
  ['UserToken', ['RevokeToken']],
  ['UserResourceRead', ['AdminListGroupsForUser', 'GetDevice', 'ListDevices', 'ResendConfirmationCode']],
  ['UserResourceUpdate', ['AssociateSoftwareToken', 'ConfirmDevice', 'SetUserMFAPreference']],
  ['UserList', ['ListUsers', 'ListUsersInGroup']],
  ['UserPoolRead', ['DescribeUserPool', 'ListUserPools']],
  ['UserPoolUpdate', ['CreateUserPool', 'DeleteUserPool', 'UpdateUserPool']],
  ['UserPoolResourceRead', ['DescribeResourceServer', 'GetCSVHeader', 'GetGroup', 'ListGroups']],
  ['UserPoolResourceUpdate', ['AddCustomAttributes', 'CreateGroup', 'SetUserPoolMfaConfig', 'TagResource']],
  ['UserPoolClientRead', ['DescribeUserPoolClient', 'ListUserPoolClients', 'ListUserPoolClientSecrets']],
  ['UserPoolClientUpdate', ['CreateUserPoolClient', 'DeleteUserPoolClient', 'UpdateUserPoolClient']],
  ['ClientAuthentication', ['GetClientToken']],
  ['LimitManagement', ['GetProvisionedLimit', 'UpdateProvisionedLimit']],
];

const functionNames = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root }).flatMap((file) => Object.keys(parse(readFileSync(join(root, file), 'utf8'))));

describe('The category of a function', () => {
  it.each(documented)('is %s for what its quota counts', (category, names) => {
    expect(names.map(categoryOf)).toEqual(names.map(() => category));
  });

  it('is one of those that are documented', () => {
    expect(categories).toEqual(documented.map(([category]) => category));
  });

  it('is there for every operation of user pools, and for none of identity pools', () => {
    const keys = [...operationFiles(root).map(operationKey), ...Object.keys(readContract().operations)];
    const without = keys.filter((key) => categoryOf(key) === undefined);
    expect(without).toEqual(keys.filter((key) => key.startsWith('Identity')));
    expect(keys.length).toBeGreaterThan(160);
  });

  it('is there for every endpoint and page but those that only give out keys, documents and images', () => {
    const names = functionNames('functions/{oauth,pages}/functions.yml');
    expect(names.filter((name) => categoryOf(name) === undefined).sort()).toEqual([
      'asset',
      'brandingAsset',
      'brandingStyle',
      'error',
      'identityJwks',
      'identityOpenidConfiguration',
      'image',
      'jwks',
      'openidConfiguration',
      'protectedResource',
      'saml2Metadata',
      'styleSheet',
    ]);
  });

  it('is nobody’s for a name that is none', () => {
    expect(['', 'x', 'toString', '__proto__'].map(categoryOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
