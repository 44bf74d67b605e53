import { type Identity, isValues, type Kind, omit, pick, textIn, type Values } from './kind.ts';

const toRequest = ({ IdentityPoolTags: tags, ...properties }: Values): Values => ({
  ...properties,
  ...(Array.isArray(tags) && {
    IdentityPoolTags: Object.fromEntries(tags.filter(isValues).map((tag) => [tag.Key, tag.Value])),
  }),
});

const identityFrom = (answer: Values): Identity => {
  const id = textIn(answer, 'IdentityPoolId');
  return { Ref: id, Id: id, IdentityPoolId: id, Name: textIn(answer, 'IdentityPoolName') };
};

const key = ['IdentityPoolId'] as const;

/** Identity pools. A change keeps what the file never spoke of. */
export const identityPool: Kind = {
  make: async ({ properties, givenName, call }) =>
    identityFrom(await call('CreateIdentityPool', { IdentityPoolName: givenName, ...toRequest(properties) })),
  change: async ({ identity, properties, removed, call }) => {
    const described = await call('DescribeIdentityPool', pick(identity, key));
    return identityFrom(
      await call('UpdateIdentityPool', {
        ...omit(described, [...removed]),
        ...toRequest(properties),
        ...pick(identity, key),
      }),
    );
  },
  remove: async (identity, call) => {
    await call('DeleteIdentityPool', pick(identity, key));
  },
  read: async (identity, call) => {
    await call('DescribeIdentityPool', pick(identity, key));
  },
  before: {
    Ref: 'us-east-1:00000000-0000-4000-8000-000000000000',
    Id: 'us-east-1:00000000-0000-4000-8000-000000000000',
    IdentityPoolId: 'us-east-1:00000000-0000-4000-8000-000000000000',
    Name: 'not-yet-made',
  },
};
