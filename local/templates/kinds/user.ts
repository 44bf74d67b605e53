import { type Identity, type Kind, pick, textIn } from './kind.ts';

const key = ['UserPoolId', 'Username'] as const;

/** Users. A change sets attributes and nothing else, so that nobody loses a password, a membership or a sub. */
export const user: Kind = {
  make: async ({ properties, call }) => {
    await call('AdminCreateUser', properties);
    const identity: Identity = {
      UserPoolId: textIn(properties, 'UserPoolId'),
      Username: textIn(properties, 'Username'),
      Ref: textIn(properties, 'Username'),
    };
    return identity;
  },
  change: async ({ identity, properties, changed, call }) => {
    if (changed.has('UserAttributes')) {
      await call('AdminUpdateUserAttributes', { ...pick(identity, key), ...pick(properties, ['UserAttributes']) });
    }
    return identity;
  },
  remove: async (identity, call) => {
    await call('AdminDeleteUser', pick(identity, key));
  },
  read: async (identity, call) => {
    await call('AdminGetUser', pick(identity, key));
  },
  before: { Ref: 'not-yet-made', UserPoolId: 'us-east-1_NotYetMade', Username: 'not-yet-made' },
  replacedBy: key,
};
