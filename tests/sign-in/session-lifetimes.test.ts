import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makePool, makeUser, password, type TestUser } from '#tests/support/pools.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { srpProof } from '#tests/support/srp-sign-in.ts';

const minute = 60_000;
const AuthSessionValidity = 15;
// Between the beginning and the answer, a slow machine takes seconds.
const inTime = (AuthSessionValidity - 2) * minute;
const tooLate = AuthSessionValidity * minute + 1000;

const makeOwnPool = () =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { AuthSessionValidity, ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH'] },
  );

type Pool = Awaited<ReturnType<typeof makeOwnPool>>;

/** Begins a sign-in, and gives the answer to its challenge, to be sent that much later. */
type Begin = (
  pool: Pool,
  user: TestUser,
) => Promise<(ahead: number) => Omit<RespondToAuthChallengeCommandInput, 'ClientId'>>;

const choose =
  (PREFERRED_CHALLENGE: string, responses: (user: TestUser) => Promise<Record<string, string>>): Begin =>
  async ({ clientId: ClientId }, user) => {
    const AuthParameters = { USERNAME: user.username, PREFERRED_CHALLENGE };
    const { ChallengeName, Session } = await publicClient().send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }),
    );
    const ChallengeResponses = { USERNAME: user.username, ...(await responses(user)) };
    return () => ({ ChallengeName, Session, ChallengeResponses });
  };

const proveBySrp: Begin = async (pool, { username }) => {
  const srp = startClient();
  const { ChallengeParameters = {} } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: srp.srpA },
    }),
  );
  return (ahead) => ({
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: srpProof(pool, srp, ChallengeParameters, { ahead }),
  });
};

const challenges: readonly (readonly [name: string, begin: Begin])[] = [
  ['PASSWORD', choose('PASSWORD', async () => ({ PASSWORD: password }))],
  ['EMAIL_OTP', choose('EMAIL_OTP', async ({ email }) => ({ EMAIL_OTP_CODE: await codeFor(email) }))],
  ['PASSWORD_VERIFIER', proveBySrp],
];

describe('the AuthSessionValidity of an app client', () => {
  it.each(challenges)('is how long the answer to %s may take', async (_name, begin) => {
    const pool = await makeOwnPool();
    const user = await makeUser(pool);
    const answer = await begin(pool, user);
    const answerAt = (ahead: number) =>
      publicClient({ ahead }).send(new RespondToAuthChallengeCommand({ ClientId: pool.clientId, ...answer(ahead) }));

    await expect(answerAt(tooLate)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
    await expect(answerAt(inTime)).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });
});
