import {
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { leaked, minding, protectedBy } from '#tests/support/leaked-passwords.ts';
import { makePool, password } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, newName, newUser, once } from '../subjects.ts';

/** Passwords are looked up where they are set, and refused where they leaked. */
const guardedPool = once(async () => {
  const pool = await makePool({ ...protectedBy('ENFORCED'), AutoVerifiedAttributes: ['email'] });
  await minding(pool.poolId, { EventFilter: ['SIGN_UP', 'PASSWORD_CHANGE'] });
  return pool;
});

/** They are looked up at a sign-in alone, so that users have what leaked. */
const askingPool = once(async () => {
  const pool = await makePool({ ...protectedBy('ENFORCED'), AutoVerifiedAttributes: ['email'] });
  await minding(pool.poolId, { EventFilter: ['SIGN_IN'] });
  return pool;
});

const signingUp = (Password: string) => async () => {
  const { clientId: ClientId } = await guardedPool();
  const { username: Username, email: Value } = newName();
  const UserAttributes = [{ Name: 'email', Value }];
  return () =>
    anyone.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes })).catch((error: unknown) => error);
};

const signingIn = (Password: string) => async () => {
  const { poolId: UserPoolId, clientId: ClientId } = await askingPool();
  const { username: USERNAME } = await newUser(await askingPool());
  await admin.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: USERNAME, Password, Permanent: true }));
  const AuthParameters = { USERNAME, PASSWORD: Password };
  const begin = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  return () => anyone.send(begin).catch((error: unknown) => error);
};

export const leakedPasswords: readonly Scenario[] = [
  { operation: 'SignUp', way: 'with a password that is looked up', prepare: signingUp(password) },
  { operation: 'SignUp', way: 'with a leaked password, which is refused', prepare: signingUp(leaked) },
  { operation: 'InitiateAuth', way: 'with a password that is looked up', prepare: signingIn(password) },
  { operation: 'InitiateAuth', way: 'with a leaked password, which has to be reset', prepare: signingIn(leaked) },
];
