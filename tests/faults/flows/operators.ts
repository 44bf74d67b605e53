import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { join, makeGroup } from '#tests/support/groups.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { listening } from '../heard.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

interface Made {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
  };
}

const configurationOf = ({ poolId, clientId }: TestPool, GroupName: string) => ({
  OperatorConfiguration: {
    UserPoolId: poolId,
    ClientIds: [clientId],
    Groups: [{ GroupName, Role: 'READER' }],
  },
});

export const operators: readonly Flow[] = [
  {
    operation: 'SetOperatorConfiguration',
    prepare: async () => {
      const configuration = configurationOf(await plainPool(), `group-${Math.random()}`);
      return {
        call: () => callOwn('SetOperatorConfiguration', configuration),
        proof: async () => expect(await callOwn('GetOperatorConfiguration', {})).toEqual(configuration),
      };
    },
  },
  {
    operation: 'CreateOperatorSession',
    prepare: async () => {
      const [pool, shop] = [await makePool(), await plainPool()];
      const [operator, { username: Username }] = [await makeUser(pool), await makeUser(shop)];
      await join(pool, operator, await makeGroup(pool, 'auditors'));
      await callOwn('SetOperatorConfiguration', configurationOf(pool, 'auditors'));
      const { AccessToken } = await signIn(pool, operator);
      const { call, heard } = listening(() => callOwnUnsigned<Made>('CreateOperatorSession', { AccessToken }));
      return {
        call,
        proof: async () => {
          const { AccessKeyId, SecretAccessKey, SessionToken } = heard().Credentials;
          const { endpoint, region } = stack();
          const credentials = {
            accessKeyId: AccessKeyId,
            secretAccessKey: SecretAccessKey,
            sessionToken: SessionToken,
          };
          const client = new CognitoIdentityProviderClient({ endpoint, region, credentials });
          const found = await client.send(new AdminGetUserCommand({ UserPoolId: shop.poolId, Username }));
          expect(found.Username).toBe(Username);
        },
      };
    },
  },
];
