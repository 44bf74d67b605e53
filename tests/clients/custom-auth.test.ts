import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { describe, expect, it } from 'vitest';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction, scriptedJudge, scriptedSteps } from '#tests/support/scripted-functions.ts';
import { stack } from '#tests/support/stack.ts';

const ask = (challengeName: string) => ({ challengeName, issueTokens: false, failAuthentication: false });
const issue = { issueTokens: true, failAuthentication: false };

/** A pool that asks a puzzle, and asks once more after a wrong answer. */
const makePuzzlePool = (...steps: readonly Readonly<Record<string, unknown>>[]): Promise<TestPool> =>
  makePool(
    {
      LambdaConfig: {
        DefineAuthChallenge: scriptedSteps(...steps),
        CreateAuthChallenge: scriptedFunction({
          publicChallengeParameters: { puzzle: '6 × 7' },
          privateChallengeParameters: { answer: '42' },
        }),
        VerifyAuthChallengeResponse: scriptedJudge(),
      },
    },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  );

const withoutPassword = [ask('CUSTOM_CHALLENGE'), ask('CUSTOM_CHALLENGE'), issue];
const afterPassword = [{}, ask('PASSWORD_VERIFIER'), ask('CUSTOM_CHALLENGE'), issue];

describe('amazon-cognito-identity-js', () => {
  type Outcome = { readonly session: CognitoUserSession } | { readonly challenge: Readonly<Record<string, string>> };

  const userOf = ({ poolId, clientId }: TestPool, Username: string): CognitoUser => {
    const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: stack().endpoint });
    const user = new CognitoUser({ Username, Pool });
    user.setAuthenticationFlowType('CUSTOM_AUTH');
    return user;
  };

  const outcomeOf = (call: (callbacks: Parameters<CognitoUser['sendCustomChallengeAnswer']>[1]) => void) =>
    new Promise<Outcome>((resolve, onFailure) =>
      call({
        onSuccess: (session) => resolve({ session }),
        onFailure,
        customChallenge: (challenge) => resolve({ challenge }),
      }),
    );

  it('answers a custom challenge, and again after a wrong answer', async () => {
    const pool = await makePuzzlePool(...withoutPassword);
    const { username: Username } = await makeUser(pool);
    const user = userOf(pool, Username);
    const details = new AuthenticationDetails({ Username });
    const asked = { challenge: expect.objectContaining({ puzzle: '6 × 7' }) };

    expect(await outcomeOf((callbacks) => user.initiateAuth(details, callbacks))).toEqual(asked);
    expect(await outcomeOf((callbacks) => user.sendCustomChallengeAnswer('41', callbacks))).toEqual(asked);
    const outcome = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer('42', callbacks));
    expect('session' in outcome && outcome.session.isValid()).toBe(true);
  });

  it('proves the password first, and answers the challenge then', async () => {
    const pool = await makePuzzlePool(...afterPassword);
    const { username: Username } = await makeUser(pool);
    const user = userOf(pool, Username);
    const details = new AuthenticationDetails({ Username, Password: password });

    const asked = await outcomeOf((callbacks) => user.authenticateUser(details, callbacks));
    expect(asked).toMatchObject({ challenge: { puzzle: '6 × 7' } });
    const outcome = await outcomeOf((callbacks) => user.sendCustomChallengeAnswer('42', callbacks));
    expect('session' in outcome && outcome.session.isValid()).toBe(true);
  });
});

describe('aws-amplify', () => {
  const configure = ({ poolId, clientId }: TestPool): void =>
    Amplify.configure({
      Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: stack().endpoint } },
    });

  const asked = {
    isSignedIn: false,
    nextStep: {
      signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
      additionalInfo: expect.objectContaining({ puzzle: '6 × 7' }),
    },
  };

  it('answers a custom challenge, and again after a wrong answer', async () => {
    const pool = await makePuzzlePool(...withoutPassword);
    const { username, sub } = await makeUser(pool);
    configure(pool);

    expect(await signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } })).toMatchObject(asked);
    expect(await confirmSignIn({ challengeResponse: '41' })).toMatchObject(asked);
    expect(await confirmSignIn({ challengeResponse: '42' })).toMatchObject({ isSignedIn: true });
    expect((await fetchAuthSession({ forceRefresh: true })).userSub).toBe(sub);
    await signOut();
  });

  it('proves the password first, and answers the challenge then', async () => {
    const pool = await makePuzzlePool(...afterPassword);
    const { username } = await makeUser(pool);
    configure(pool);

    expect(await signIn({ username, password, options: { authFlowType: 'CUSTOM_WITH_SRP' } })).toMatchObject(asked);
    expect(await confirmSignIn({ challengeResponse: '42' })).toMatchObject({ isSignedIn: true });
    await signOut();
  });
});
