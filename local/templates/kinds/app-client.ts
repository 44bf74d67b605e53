import { updatableClientMembers } from '#shared/domain/app-clients/updatable-members.ts';
import { type Identity, type Kind, omit, pick, textIn, type Values, within } from './kind.ts';

const identityFrom = (client: Values): Identity => {
  const id = textIn(client, 'ClientId');
  return {
    Ref: id,
    UserPoolId: textIn(client, 'UserPoolId'),
    ClientId: id,
    Name: textIn(client, 'ClientName'),
    ClientSecret: textIn(client, 'ClientSecret'),
  };
};

const key = ['UserPoolId', 'ClientId'] as const;

/** App clients. A change keeps what the file never spoke of. */
export const appClient: Kind = {
  make: async ({ properties, givenName, call }) => {
    const answer = await call('CreateUserPoolClient', { ClientName: givenName, ...properties });
    return identityFrom(within(answer, 'UserPoolClient'));
  },
  change: async ({ identity, properties, removed, call }) => {
    const client = pick(identity, key);
    const described = within(await call('DescribeUserPoolClient', client), 'UserPoolClient');
    const answer = await call('UpdateUserPoolClient', {
      ...omit(pick(described, updatableClientMembers), [...removed]),
      ...omit(properties, ['GenerateSecret']),
      ...client,
    });
    return identityFrom(within(answer, 'UserPoolClient'));
  },
  remove: async (identity, call) => {
    await call('DeleteUserPoolClient', pick(identity, key));
  },
  read: async (identity, call) => {
    await call('DescribeUserPoolClient', pick(identity, key));
  },
  before: {
    Ref: 'notyetmade',
    UserPoolId: 'us-east-1_NotYetMade',
    ClientId: 'notyetmade',
    Name: 'not-yet-made',
    ClientSecret: 'not-yet-made',
  },
};
