import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const makeLinkPool = (client = {}): Promise<TestPool> =>
  makePool(
    {
      LambdaConfig: {
        DefineAuthChallenge: functionArn('magicLink'),
        CreateAuthChallenge: functionArn('magicLink'),
        VerifyAuthChallengeResponse: functionArn('magicLink'),
      },
    },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'], ...client },
  );

const begin = async ({ clientId }: TestPool, USERNAME: string, more = {}) => {
  const { ChallengeParameters, Session } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME, ...more },
    }),
  );
  return { ChallengeParameters, Session };
};

const open = ({ clientId }: TestPool, USERNAME: string, Session: string | undefined, ANSWER: string) =>
  publicClient().send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME, ANSWER },
    }),
  );

const secretIn = async (email: string): Promise<string> => {
  const [, secret] = /#secret=([\w-]{43})"/.exec((await mailTo(email)).at(-1)?.body ?? '') ?? [];
  if (secret === undefined) throw new Error(`No link went to ${email}.`);
  return secret;
};

describe('magicLink', () => {
  it('signs in whoever opens the link in the mail', async () => {
    const pool = await makeLinkPool();
    const { username, email } = await makeUser(pool);
    const { ChallengeParameters, Session } = await begin(pool, username);
    expect(ChallengeParameters).toEqual({ delivery: 'EMAIL', USERNAME: username });

    const { AuthenticationResult } = await open(pool, username, Session, await secretIn(email));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect((await mailTo(email)).map(({ subject }) => subject)).toEqual(['Sign in to Gatehouse']);
  });

  it('gives one try, and takes a link for the sign-in that it was sent for', async () => {
    const pool = await makeLinkPool();
    const { username, email } = await makeUser(pool);
    const first = await begin(pool, username);
    const secret = await secretIn(email);
    const second = await begin(pool, username);
    const refusal = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(open(pool, username, second.Session, secret)).rejects.toMatchObject(refusal);
    await expect(open(pool, username, first.Session, '')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await open(pool, username, first.Session, secret)).toHaveProperty('AuthenticationResult');
  });

  it('goes to nobody who did not prove the address', async () => {
    const pool = await makeLinkPool();
    const email = anEmail();
    const attributes = [{ Name: 'email_verified', Value: 'false' }];
    const { username } = await makeUser(pool, { email, attributes });
    expect((await begin(pool, username)).ChallengeParameters).toMatchObject({ delivery: 'EMAIL' });
    expect(await mailTo(email)).toEqual([]);
  });

  it('does not tell who is there', async () => {
    const pool = await makeLinkPool({ PreventUserExistenceErrors: 'ENABLED' });
    const { ChallengeParameters, Session } = await begin(pool, 'nobody');
    expect(ChallengeParameters).toEqual({ delivery: 'EMAIL', USERNAME: 'nobody' });
    await expect(open(pool, 'nobody', Session, 'guess')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is no way around: a sign-in that begins with a password is refused', async () => {
    const pool = await makeLinkPool();
    const { username, email } = await makeUser(pool);
    await expect(begin(pool, username, { CHALLENGE_NAME: 'SRP_A', SRP_A: 'a1' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await mailTo(email)).toEqual([]);
  });

  it('makes a link for its sample event', async () => {
    expect(await invoke('magicLink', sampleEvent('magic-link'))).toMatchObject({
      outcome: 'answered',
      payload: {
        response: {
          publicChallengeParameters: { delivery: 'EMAIL' },
          privateChallengeParameters: { secret: expect.stringMatching(/^[\w-]{43}$/) },
          challengeMetadata: 'MAGIC_LINK',
        },
      },
    });
  });
});
