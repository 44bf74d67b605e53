import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import {
  answerFrom,
  contextOf,
  eventsOf,
  hashFor,
  makeProtectedPool,
  makeSettledUser,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { scriptedDefine, scriptedFunction, scriptedJudge } from '#tests/support/scripted-functions.ts';

const LambdaConfig = {
  DefineAuthChallenge: scriptedDefine(),
  CreateAuthChallenge: scriptedFunction({ privateChallengeParameters: { answer: 'right' } }),
  VerifyAuthChallengeResponse: scriptedJudge(),
};

type Mode = 'AUDIT' | 'ENFORCED' | undefined;

/** A pool with a mode of its own for custom sign-ins, which refuses risky ones, and how to sign in there. */
const makeCustomPool = async (AdvancedSecurityMode: 'AUDIT' | 'ENFORCED', CustomAuthMode: Mode) => {
  const AdvancedSecurityAdditionalFlows = CustomAuthMode && { CustomAuthMode };
  const pool = await makeProtectedPool({
    UserPoolAddOns: { AdvancedSecurityMode, AdvancedSecurityAdditionalFlows },
    LambdaConfig,
  });
  await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
  const user = await makeSettledUser(pool);
  const { username } = user;
  const custom = async () => {
    const asked = await publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME: username, ...hashFor(pool, username) },
        UserContextData: contextOf(pool, risky.High),
      }),
    );
    return answerFrom(pool, user, risky.High, asked, { ANSWER: 'right' });
  };
  const newest = async () => (await eventsOf(pool, user))[0];
  return { custom, standard: () => signInFrom(pool, user, risky.High), newest };
};

const risk = (RiskDecision: string) => ({ EventRisk: { RiskDecision, RiskLevel: 'High' } });
const refused = 'Unable to login because of security reasons.';

describe('the mode of custom sign-ins', () => {
  it('is none where the pool names none: they are neither refused nor noted', async () => {
    const { custom, standard, newest } = await makeCustomPool('ENFORCED', undefined);
    const before = await newest();

    expect((await custom()).AuthenticationResult).toBeDefined();
    expect(await newest()).toEqual(before);
    await expect(standard()).rejects.toThrow(refused);
  });

  it('may look alone where other sign-ins are acted upon', async () => {
    const { custom, standard, newest } = await makeCustomPool('ENFORCED', 'AUDIT');

    await expect(standard()).rejects.toThrow(refused);
    expect(await newest()).toMatchObject(risk('Block'));
    expect((await custom()).AuthenticationResult).toBeDefined();
    expect(await newest()).toMatchObject(risk('AccountTakeover'));
  });

  it('may act where other sign-ins are only looked at, by the same configuration', async () => {
    const { custom, standard, newest } = await makeCustomPool('AUDIT', 'ENFORCED');

    await expect(custom()).rejects.toThrow(refused);
    expect(await newest()).toMatchObject(risk('Block'));
    expect((await standard()).AuthenticationResult).toBeDefined();
    expect(await newest()).toMatchObject(risk('AccountTakeover'));
  });
});
