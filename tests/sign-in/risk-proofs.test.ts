import {
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { beginDeviceProof, confirmOffered, type TestDevice } from '#tests/support/devices.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import {
  answerFrom,
  contextOf,
  enforced,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  type Place,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';

const blocked = { name: 'NotAuthorizedException', message: 'Unable to login because of security reasons.' };

const reasonsOf = async (user: TestUser): Promise<unknown> => {
  const events = (await itemsAbout(user.username)).filter(({ type }) => type === 'AuthEvent');
  return Object(Object(events.at(-1)?.data).risk).reasons;
};

const riskOfNewest = async (pool: TestPool, user: TestUser) => (await eventsOf(pool, user))[0]?.EventRisk;

describe('a device key', () => {
  const makeDevicePool = () =>
    makeProtectedPool({
      ...enforced,
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
    });

  const signInOn = (pool: TestPool, { username }: TestUser, place: Place, { key }: TestDevice) =>
    publicClient().send(
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, DEVICE_KEY: key, ...hashFor(pool, username) },
        UserContextData: contextOf(pool, place),
      }),
    );

  const prove = async (pool: TestPool, user: TestUser, asked: InitiateAuthCommandOutput, device: TestDevice) => {
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const hash = hashFor(pool, user.username);
    const { answer } = await beginDeviceProof(pool, user, asked, device, hash);
    const ChallengeResponses = { ...answer.ChallengeResponses, ...hash };
    return publicClient().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses }));
  };

  it('of a remembered device has the same sign-in let in that is refused without', async () => {
    const pool = await makeDevicePool();
    const user = await makeSettledUser(pool);
    const { AuthenticationResult } = await signInFrom(pool.calm, user, home);
    const { device } = await confirmOffered(AuthenticationResult);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });

    await expect(signInFrom(pool, user, risky.Medium)).rejects.toMatchObject(blocked);
    expect(await riskOfNewest(pool, user)).toMatchObject({ RiskDecision: 'Block', RiskLevel: 'Medium' });

    await prove(pool, user, await signInOn(pool, user, risky.Medium, device), device);
    expect(await riskOfNewest(pool, user)).toMatchObject({ RiskDecision: 'NoRisk' });
    expect(await reasonsOf(user)).toEqual(['new system', 'known device']);
  });

  it('is not enough where the place and the program are both new', async () => {
    const pool = await makeDevicePool();
    const user = await makeSettledUser(pool);
    const { AuthenticationResult } = await signInFrom(pool.calm, user, home);
    const { device } = await confirmOffered(AuthenticationResult);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });

    await expect(signInOn(pool, user, risky.High, device)).rejects.toMatchObject(blocked);
    expect(await reasonsOf(user)).toEqual(['new address', 'new system', 'known device']);
  });

  it('of somebody else is worth nothing', async () => {
    const pool = await makeDevicePool();
    const [user, other] = [await makeSettledUser(pool), await makeSettledUser(pool)];
    const { AuthenticationResult } = await signInFrom(pool.calm, other, home);
    const { device } = await confirmOffered(AuthenticationResult);

    await expect(signInOn(pool, user, risky.Medium, device)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a passkey', () => {
  const makePasskeyPool = async (FactorConfiguration: 'SINGLE_FACTOR' | 'MULTI_FACTOR_WITH_USER_VERIFICATION') => {
    const pool = await makeProtectedPool({
      ...enforced,
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
    });
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        WebAuthnConfiguration: { FactorConfiguration, UserVerification: 'required' },
      }),
    );
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('MFA_REQUIRED') });
    const user = await makeSettledUser(pool);
    const { AuthenticationResult } = await signInFrom(pool.calm, user, home);
    const authenticator = await register({ AccessToken: AuthenticationResult?.AccessToken ?? '' });

    const signIn = async (place: Place) => {
      const asked = await publicClient().send(
        new InitiateAuthCommand({
          ClientId: pool.clientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: {
            USERNAME: user.username,
            PREFERRED_CHALLENGE: 'WEB_AUTHN',
            ...hashFor(pool, user.username),
          },
          UserContextData: contextOf(pool, place),
        }),
      );
      const CREDENTIAL = authenticator.sign(toRequestOptions(asked.ChallengeParameters));
      return answerFrom(pool, user, place, asked, { CREDENTIAL });
    };
    return { pool, user, signIn };
  };

  it('is scored like a password, and refused where the risk takes a second factor that there is not', async () => {
    const { pool, user, signIn } = await makePasskeyPool('SINGLE_FACTOR');

    await expect(signIn(risky.High)).rejects.toMatchObject(blocked);
    expect(await riskOfNewest(pool, user)).toMatchObject({ RiskDecision: 'Block', RiskLevel: 'High' });
    expect((await signIn(home)).AuthenticationResult).toBeDefined();
    expect(await riskOfNewest(pool, user)).toMatchObject({ RiskDecision: 'NoRisk' });
  });

  it('is enough for a risk where it counts as two factors', async () => {
    const { pool, user, signIn } = await makePasskeyPool('MULTI_FACTOR_WITH_USER_VERIFICATION');

    expect((await signIn(risky.High)).AuthenticationResult).toBeDefined();
    expect((await eventsOf(pool, user))[0]).toMatchObject({
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: 'High' },
      ChallengeResponses: [],
    });
  });
});
