import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import {
  answerWithPasskey,
  askForPasskey,
  makePasskeyPool,
  newHolder,
  register,
  signInWithPasskey,
} from '#tests/support/passkeys.ts';
import { makeClient } from '#tests/support/pools.ts';

const newUser = async () => newHolder(await makePasskeyPool());

const refused = { name: 'NotAuthorizedException', message: 'The passkey was not accepted.' };

describe('sign-in with a passkey', () => {
  it.each(['ES256', 'RS256'] as const)('gives tokens for a signature with %s', async (algorithm) => {
    const holder = await newUser();
    const authenticator = await register(holder, makeAuthenticator({ algorithm }));
    const { AuthenticationResult } = await signInWithPasskey(holder, authenticator);
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({ sub: holder.sub, token_use: 'access' });
  });

  it('asks for any of the user’s passkeys, within the time that the app client gives', async () => {
    const holder = await newUser();
    const [first, second] = [await register(holder), await register(holder)];
    const { options } = await askForPasskey(holder);
    const ids = options.allowCredentials.map(({ id }) => id);
    expect(ids.sort()).toEqual([first.credentialId, second.credentialId].sort());
    expect(options).toMatchObject({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      rpId: 'localhost',
      timeout: 180_000,
      userVerification: 'preferred',
    });
  });

  it('is among the choices of users who have one', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    const AuthParameters = { USERNAME: holder.username };
    const ClientId = holder.pool.clientId;
    const begun = await publicClient().send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }),
    );
    expect(begun).toMatchObject({
      ChallengeName: 'SELECT_CHALLENGE',
      AvailableChallenges: ['PASSWORD_SRP', 'PASSWORD', 'WEB_AUTHN'],
    });
    const { ChallengeParameters, Session } = await publicClient().send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'SELECT_CHALLENGE',
        Session: begun.Session,
        ChallengeResponses: { USERNAME: holder.username, ANSWER: 'WEB_AUTHN' },
      }),
    );
    const signature = authenticator.sign(JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? ''));
    expect(await answerWithPasskey(holder, Session, signature)).toMatchObject({
      AuthenticationResult: { TokenType: 'Bearer' },
    });
  });

  it('is there for administrators, too', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    const place = { UserPoolId: holder.pool.poolId, ClientId: holder.pool.clientId };
    const { ChallengeParameters, Session } = await adminClient().send(
      new AdminInitiateAuthCommand({
        ...place,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: holder.username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      }),
    );
    const CREDENTIAL = authenticator.sign(JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? ''));
    const { AuthenticationResult } = await adminClient().send(
      new AdminRespondToAuthChallengeCommand({
        ...place,
        ChallengeName: 'WEB_AUTHN',
        Session,
        ChallengeResponses: { USERNAME: holder.username, CREDENTIAL },
      }),
    );
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer' });
  });

  it('gives tokens once for one signature', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    const { options, Session } = await askForPasskey(holder);
    const signature = authenticator.sign(options);
    await answerWithPasskey(holder, Session, signature);
    await expect(answerWithPasskey(holder, Session, signature)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('refuses a signature counter that does not go up, as a cloned authenticator’s', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    await signInWithPasskey(holder, authenticator, { counter: 7 });
    for (const counter of [7, 6, 0]) {
      await expect(signInWithPasskey(holder, authenticator, { counter })).rejects.toMatchObject(refused);
    }
    expect(await signInWithPasskey(holder, authenticator, { counter: 8 })).toMatchObject({
      AuthenticationResult: { TokenType: 'Bearer' },
    });
  });

  it('takes authenticators that do not count, time and again', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    for (let time = 1; time <= 2; time++) {
      expect(await signInWithPasskey(holder, authenticator)).toMatchObject({
        AuthenticationResult: { TokenType: 'Bearer' },
      });
    }
  });

  it.each([
    ['from another origin', { origin: 'https://example.com' }],
    ['in a frame of another site', { crossOrigin: true }],
    ['for another relying party', { rpId: 'example.com' }],
    ['of another user', { userHandle: Buffer.from('somebody').toString('base64url') }],
  ])('refuses a signature %s', async (_which, occasion) => {
    const holder = await newUser();
    const authenticator = await register(holder);
    await expect(signInWithPasskey(holder, authenticator, occasion)).rejects.toMatchObject(refused);
  });

  it.each([
    'http://localhost',
    'https://localhost:8443',
    'https://app.localhost',
    `android:apk-key-hash:${'a'.repeat(43)}`,
  ])('takes a signature from %s', async (origin) => {
    const holder = await newUser();
    const authenticator = await register(holder);
    expect(await signInWithPasskey(holder, authenticator, { origin })).toMatchObject({
      AuthenticationResult: { TokenType: 'Bearer' },
    });
  });

  it('refuses a signature of another challenge', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    const { options } = await askForPasskey(holder);
    const { Session } = await askForPasskey(holder);
    await expect(answerWithPasskey(holder, Session, authenticator.sign(options))).rejects.toMatchObject(refused);
  });

  it('refuses a passkey of somebody else', async () => {
    const pool = await makePasskeyPool();
    const [holder, other] = [await newHolder(pool), await newHolder(pool)];
    await register(holder);
    await expect(signInWithPasskey(holder, await register(other))).rejects.toMatchObject(refused);
  });

  it('refuses a Session whose time is up', async () => {
    const holder = await newUser();
    const authenticator = await register(holder);
    const { options, Session } = await askForPasskey(holder);
    const late = answerWithPasskey(holder, Session, authenticator.sign(options), { ahead: 181_000 });
    await expect(late).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('refuses what is no credential', async () => {
    const holder = await newUser();
    await register(holder);
    const { Session } = await askForPasskey(holder);
    for (const credential of ['{}', 'credential', '[]']) {
      await expect(answerWithPasskey(holder, Session, credential)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'The credential is no WebAuthn credential.',
      });
    }
  });

  it('asks an app client that has a secret to prove it', async () => {
    const holder = await newUser();
    await register(holder);
    const client = await makeClient(holder.pool.poolId, {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    await expect(askForPasskey({ ...holder, pool: { ...holder.pool, ...client } })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});
