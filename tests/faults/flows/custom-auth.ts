import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { scriptedDefine, scriptedFunction, scriptedJudge } from '#tests/support/scripted-functions.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const puzzlePool = once(() =>
  makePool(
    {
      LambdaConfig: {
        DefineAuthChallenge: scriptedDefine(),
        CreateAuthChallenge: scriptedFunction({ privateChallengeParameters: { answer: '42' } }),
        VerifyAuthChallengeResponse: scriptedJudge(),
      },
    },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
  ),
);

const begin = ({ clientId: ClientId }: TestPool, { username: USERNAME }: TestUser) =>
  anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } }));

const answer = (
  { clientId: ClientId }: TestPool,
  { username: USERNAME }: TestUser,
  Session: string | undefined,
  ANSWER: string,
) =>
  anyone.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME, ANSWER },
    }),
  );

const finish = async (pool: TestPool, user: TestUser, { Session }: { readonly Session?: string | undefined }) => {
  const { AuthenticationResult } = await answer(pool, user, Session, '42');
  expect(AuthenticationResult?.AccessToken).toBeDefined();
};

export const customAuth: readonly Flow[] = [
  {
    operation: 'InitiateAuth',
    way: 'CUSTOM_AUTH',
    prepare: async () => {
      const pool = await puzzlePool();
      const user = await makeUser(pool);
      const { call, heard } = listening(() => begin(pool, user));
      return { call, proof: () => finish(pool, user, heard()) };
    },
  },
  ...['41', '42'].map(
    (given): Flow => ({
      operation: 'RespondToAuthChallenge',
      way: `CUSTOM_CHALLENGE, ${given === '42' ? 'right' : 'wrong'}`,
      prepare: async () => {
        const pool = await puzzlePool();
        const user = await makeUser(pool);
        const { Session } = await begin(pool, user);
        return {
          call: () => answer(pool, user, Session, given),
          // Whatever came of the first answer, the same Session takes no second one: the sign-in starts again.
          doneBefore: ['NotAuthorizedException'],
          proof: async () => finish(pool, user, await begin(pool, user)),
        };
      },
    }),
  ),
];
