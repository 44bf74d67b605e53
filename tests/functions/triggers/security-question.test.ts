import {
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { hashSecurityAnswer } from '#shared/domain/custom-challenges/security-answer.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const question = 'What was the name of your first school?';
const client = publicClient();

const makeAskingPool = () =>
  makePool(
    {
      LambdaConfig: {
        DefineAuthChallenge: functionArn('securityQuestion'),
        CreateAuthChallenge: functionArn('securityQuestion'),
        VerifyAuthChallengeResponse: functionArn('securityQuestion'),
      },
      Schema: ['question', 'answer'].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true })),
    },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'], WriteAttributes: ['email'] },
  );

const makeUserWithQuestion = async (pool: TestPool): Promise<string> => {
  const { username } = await makeUser(pool);
  await adminClient().send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: pool.poolId,
      Username: username,
      UserAttributes: [
        { Name: 'custom:question', Value: question },
        { Name: 'custom:answer', Value: hashSecurityAnswer('Hill Street School') },
      ],
    }),
  );
  return username;
};

const provePassword = async (pool: TestPool, username: string) => {
  const { answer } = await beginSrp(pool, { username }, { flow: 'CUSTOM_AUTH' });
  return client.send(new RespondToAuthChallengeCommand(answer));
};

const answer = ({ clientId }: TestPool, USERNAME: string, Session: string | undefined, ANSWER: string) =>
  client.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME, ANSWER },
    }),
  );

describe('securityQuestion', () => {
  it('follows the password, and takes an answer however it is written', async () => {
    const pool = await makeAskingPool();
    const username = await makeUserWithQuestion(pool);
    const { ChallengeParameters, Session } = await provePassword(pool, username);
    expect(ChallengeParameters).toEqual({ question, USERNAME: username });
    const again = await answer(pool, username, Session, 'Mill Street');
    expect(again.ChallengeParameters).toMatchObject({ question });
    expect(await answer(pool, username, again.Session, 'hill street  school')).toHaveProperty('AuthenticationResult');
  });

  it('gives three tries', async () => {
    const pool = await makeAskingPool();
    const username = await makeUserWithQuestion(pool);
    let { Session } = await provePassword(pool, username);
    for (const wrong of ['Mill Street', 'Bill Street']) ({ Session } = await answer(pool, username, Session, wrong));
    await expect(answer(pool, username, Session, 'Will Street')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('lets nobody in who has no question', async () => {
    const pool = await makeAskingPool();
    const { username } = await makeUser(pool);
    const { Session } = await provePassword(pool, username);
    expect(await answer(pool, username, Session, '.')).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });
  });

  it('is not asked without the password', async () => {
    const pool = await makeAskingPool();
    const username = await makeUserWithQuestion(pool);
    await expect(
      client.send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'CUSTOM_AUTH',
          AuthParameters: { USERNAME: username },
        }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('asks the question of its sample event', async () => {
    expect(await invoke('securityQuestion', sampleEvent('security-question'))).toMatchObject({
      payload: { response: { publicChallengeParameters: { question }, challengeMetadata: 'SECURITY_QUESTION' } },
    });
  });
});
