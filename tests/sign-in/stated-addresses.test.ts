import { randomUUID } from 'node:crypto';
import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  type UserContextDataType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient, secretHash } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makeClient, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionsOf } from '#tests/support/sessions.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const stated = '203.0.113.7';
const own = '127.0.0.1';

const server = { GenerateSecret: true, EnablePropagateAdditionalUserContextData: true };

const hashFor = ({ clientId, clientSecret }: TestPool, username: string): Record<string, string> =>
  clientSecret === undefined ? {} : { SECRET_HASH: secretHash(username, clientId, clientSecret) };

/** The address of the session that a sign-in with that context makes. */
const addressAfter = async (pool: TestPool, user: TestUser, UserContextData?: UserContextDataType) => {
  const { AuthenticationResult } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.username, PASSWORD: password, ...hashFor(pool, user.username) },
      UserContextData,
    }),
  );
  const sessions = await sessionsOf({ AccessToken: AuthenticationResult?.AccessToken ?? '' });
  return sessions.find(({ IsCurrentSession }) => IsCurrentSession)?.LastIPAddress;
};

describe('the address in UserContextData', () => {
  it('counts for a client with a secret that is set to pass it on', async () => {
    const pool = await makeTrackedPool(20, {}, server);
    const user = await makeUser(pool);
    expect(await addressAfter(pool, user, { IpAddress: stated })).toBe(stated);
    expect(await addressAfter(pool, user, { IpAddress: '2001:db8::7' })).toBe('2001:db8::7');
    expect(await addressAfter(pool, user, { EncodedData: 'x' })).toBe(own);
    expect(await addressAfter(pool, user)).toBe(own);
  });

  it('counts in the answer to a challenge', async () => {
    const pool = await makeTrackedPool(20, {}, server);
    const { answer } = await beginSrp(pool, await makeUser(pool));
    const { AuthenticationResult } = await publicClient().send(
      new RespondToAuthChallengeCommand({ ...answer, UserContextData: { IpAddress: stated } }),
    );
    const [session] = await sessionsOf({ AccessToken: AuthenticationResult?.AccessToken ?? '' });
    expect(session?.LastIPAddress).toBe(stated);
  });

  it.each([
    '',
    'x',
    '203.0.113.256',
    '203.0.113.7, 10.0.0.1',
    'fe80::1%eth0',
    `::1%${'x'.repeat(100)}`,
    '::ffff:0:0:0:0:0:0:0:0',
  ])('does not count where it is no address: %s', async (IpAddress) => {
    const pool = await makeTrackedPool(20, {}, server);
    expect(await addressAfter(pool, await makeUser(pool), { IpAddress })).toBe(own);
  });

  it('does not count where a sign-up continues without SECRET_HASH', async () => {
    const client = { ...server, ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const] };
    const pool = await makeTrackedPool(20, { AutoVerifiedAttributes: ['email'] }, client);
    const { clientId: ClientId } = pool;
    const [Username, email] = [randomUUID(), anEmail()];
    const { SECRET_HASH = '' } = hashFor(pool, Username);
    const about = { ClientId, Username, SecretHash: SECRET_HASH };
    const begun = await publicClient().send(
      new SignUpCommand({ ...about, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }),
    );
    const { Session } = await publicClient().send(
      new ConfirmSignUpCommand({ ...about, ConfirmationCode: await codeFor(email), Session: begun.Session }),
    );
    const { AuthenticationResult } = await publicClient().send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: {},
        Session,
        UserContextData: { IpAddress: stated },
      }),
    );
    const [session] = await sessionsOf({ AccessToken: AuthenticationResult?.AccessToken ?? '' });
    expect(session?.LastIPAddress).toBe(own);
  });

  it('does not count for a client that is not set so, and for one without a secret', async () => {
    const pool = await makeTrackedPool(20, {}, { GenerateSecret: true });
    const user = await makeUser(pool);
    expect(await addressAfter(pool, user, { IpAddress: stated })).toBe(own);
    const open = await makeClient(pool.poolId);
    expect(await addressAfter({ ...pool, ...open }, user, { IpAddress: stated })).toBe(own);
  });
});
