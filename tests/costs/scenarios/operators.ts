import { join, makeGroup } from '#tests/support/groups.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { signIn } from '#tests/support/sign-in.ts';
import type { Scenario } from '../scenario.ts';
import { newUser, once, plainPool } from '../subjects.ts';

const operatorPool = once(async () => {
  const pool = await plainPool();
  const GroupName = await makeGroup(pool, 'auditors');
  const Groups = [{ GroupName, Role: 'READER' }];
  const OperatorConfiguration = { UserPoolId: pool.poolId, ClientIds: [pool.clientId], Groups };
  await callOwn('SetOperatorConfiguration', { OperatorConfiguration });
  return { pool, OperatorConfiguration };
});

export const operators: readonly Scenario[] = [
  {
    operation: 'CreateOperatorSession',
    prepare: async () => {
      const { pool } = await operatorPool();
      const user = await newUser(pool);
      await join(pool, user, 'auditors');
      const { AccessToken } = await signIn(pool, user);
      return () => callOwnUnsigned('CreateOperatorSession', { AccessToken });
    },
  },
  { operation: 'GetOperatorConfiguration', prepare: async () => () => callOwn('GetOperatorConfiguration', {}) },
  { operation: 'GetOperatorSignIn', prepare: async () => () => callOwnUnsigned('GetOperatorSignIn', {}) },
  {
    operation: 'SetOperatorConfiguration',
    prepare: async () => {
      const { OperatorConfiguration } = await operatorPool();
      return () => callOwn('SetOperatorConfiguration', { OperatorConfiguration });
    },
  },
];
