import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { directoryPassword, ldapEnvironment, slapdHome, startSlapd } from '#tests/support/slapd.ts';
import { handler } from '../../../functions/triggers/ldap-password.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const home = slapdHome();

const verify = async (userName: string, challengeAnswer: string, userNotFound = false): Promise<boolean> => {
  const { userPoolId, region, callerContext, version }: VerifyAuthChallengeResponseTriggerEvent = JSON.parse(
    JSON.stringify(sampleEvent('ldap-password')),
  );
  const event: VerifyAuthChallengeResponseTriggerEvent = {
    version,
    region,
    userPoolId,
    callerContext,
    userName,
    triggerSource: 'VerifyAuthChallengeResponse_Authentication',
    request: { userAttributes: {}, privateChallengeParameters: {}, challengeAnswer, userNotFound },
    response: { answerCorrect: false },
  };
  await handler(event);
  return event.response.answerCorrect;
};

// Skipped where slapd of Debian 12 is neither installed nor to be had.
describe.skipIf(!home)('ldapPassword', () => {
  let directory: Awaited<ReturnType<typeof startSlapd>>;

  beforeAll(async () => {
    directory = await startSlapd(home ?? '');
  });

  beforeEach(() => {
    for (const [name, value] of Object.entries(ldapEnvironment(directory.port))) vi.stubEnv(name, value);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  afterAll(() => directory.stop());

  it('takes the password that the directory takes, and no other', async () => {
    expect(await verify('ada', directoryPassword)).toBe(true);
    expect(await verify('ada', 'wrong')).toBe(false);
    expect(await verify('ada', '')).toBe(false);
    expect(await verify('nobody', directoryPassword)).toBe(false);
  });

  it('lets nobody in who is in the directory alone', async () => {
    expect(await verify('ada', directoryPassword, true)).toBe(false);
  });
});

describe('ldapPassword in a pool', () => {
  it('asks for the password three times, and knows nobody without a directory', async () => {
    const ldapPassword = functionArn('ldapPassword');
    const pool = await makePool(
      {
        LambdaConfig: {
          DefineAuthChallenge: ldapPassword,
          CreateAuthChallenge: ldapPassword,
          VerifyAuthChallengeResponse: ldapPassword,
        },
      },
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
    );
    const { username: USERNAME } = await makeUser(pool);
    const client = publicClient();
    const { clientId: ClientId } = pool;
    let { Session, ChallengeParameters } = await client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } }),
    );
    const answer = () =>
      client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          Session,
          ChallengeName: 'CUSTOM_CHALLENGE',
          ChallengeResponses: { USERNAME, ANSWER: directoryPassword },
        }),
      );
    for (let tries = 0; tries < 2; tries += 1) {
      expect(ChallengeParameters).toMatchObject({ type: 'password' });
      ({ Session, ChallengeParameters } = await answer());
    }
    await expect(answer()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('takes its sample event', async () => {
    expect(await invoke('ldapPassword', sampleEvent('ldap-password'))).toMatchObject({
      outcome: 'answered',
      payload: { response: { publicChallengeParameters: { type: 'password' }, challengeMetadata: 'LDAP_PASSWORD' } },
    });
  });
});
