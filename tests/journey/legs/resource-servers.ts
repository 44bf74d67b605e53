import { admin, app, type Leg } from '../step.ts';
import { makePool } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const server = (Identifier: string, more: object = {}) => ({ ...pool, Identifier, ...more });
const scopes = (...names: readonly string[]) => ({
  Scopes: names.map((ScopeName) => ({ ScopeName, ScopeDescription: `To ${ScopeName}` })),
});
const shop = 'https://shop.example.com/v1';
const secret = 'machinesecret0123456789abcdef';
const token = (more: object = {}) => ({ ClientId: '{{machine}}', Secret: secret, ...more });
const notFound = { refused: 'ResourceNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** APIs with scopes of their own, an app client that has one, and a machine that gets tokens for them. */
export const resourceServers: Leg = {
  name: 'resource servers',
  clock: 'journey',
  steps: [
    ...makePool(),
    admin('CreateResourceServer', 'a shop', server(shop, { Name: 'Shop', ...scopes('read', 'write') })),
    admin('CreateResourceServer', 'a bank', server('bank', { Name: 'Bank' })),
    admin('CreateResourceServer', 'the shop again', server(shop, { Name: 'Shop' }), badParameter),
    admin('CreateResourceServer', 'a scope with a slash', server('x', { Name: 'X', ...scopes('a/b') }), badParameter),
    admin('DescribeResourceServer', 'the shop', server(shop)),
    admin('DescribeResourceServer', 'none', server('nobody'), notFound),
    admin('UpdateResourceServer', 'the bank has a scope', server('bank', { Name: 'Bank', ...scopes('pay') })),
    admin('UpdateResourceServer', 'none', server('nobody', { Name: 'Nobody' }), notFound),
    admin('ListResourceServers', 'all', pool),
    admin('ListResourceServers', 'a page', { ...pool, MaxResults: 1 }, { keep: { page: 'NextToken' } }),
    admin('ListResourceServers', 'the next page', { ...pool, MaxResults: 1, NextToken: '{{page}}' }),
    admin('CreateUserPoolClient', 'an app with custom scopes', {
      ...pool,
      ClientName: 'web',
      AllowedOAuthScopes: ['openid', `${shop}/read`, 'bank/pay'],
    }),
    admin(
      'CreateUserPoolClient',
      'a scope that is not there',
      { ...pool, ClientName: 'web', AllowedOAuthScopes: ['bank/rob'] },
      { refused: 'ScopeDoesNotExistException' },
    ),
    admin(
      'CreateUserPoolClient',
      'a machine',
      {
        ...pool,
        ClientName: 'machine',
        ClientSecret: secret,
        ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
        AllowedOAuthScopes: ['bank/pay', `${shop}/read`],
      },
      { keep: { machine: 'UserPoolClient.ClientId' } },
    ),
    app('GetClientToken', 'all scopes of the machine', token()),
    app('GetClientToken', 'one scope', token({ Scopes: ['bank/pay'] })),
    app('GetClientToken', 'a scope that the machine has not', token({ Scopes: [`${shop}/write`] }), badParameter),
    app('GetClientToken', 'another secret', token({ Secret: `${secret}x` }), { refused: 'NotAuthorizedException' }),
    admin('DeleteResourceServer', 'no bank', server('bank')),
    admin('DeleteResourceServer', 'none', server('bank'), notFound),
  ],
};
