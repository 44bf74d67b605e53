import {
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeMfaPool, SmsConfiguration } from '#tests/support/mfa.ts';
import { aPhoneNumber, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { answerChallenge } from '#tests/support/sign-in.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { enrol, makeTotpPool } from '#tests/support/totp.ts';

const client = {
  ExplicitAuthFlows: [
    'ALLOW_USER_PASSWORD_AUTH' as const,
    'ALLOW_USER_SRP_AUTH' as const,
    'ALLOW_USER_AUTH' as const,
    'ALLOW_ADMIN_USER_PASSWORD_AUTH' as const,
  ],
};

interface Subject {
  readonly pool: TestPool;
  readonly user: Pick<TestUser, 'username' | 'email'>;
}

const aliases = { AliasAttributes: ['email' as const] };

const prefer = async ({ pool, user }: Subject, members: readonly string[], PreferredMfa = true): Promise<void> => {
  const settings = Object.fromEntries(members.map((member) => [member, { Enabled: true, PreferredMfa }]));
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username: user.username, ...settings }),
  );
};

const withPhone = async (): Promise<Subject> => {
  const pool = await makeMfaPool({}, { ...aliases, SmsConfiguration }, client);
  return { pool, user: await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: aPhoneNumber() }] }) };
};

const preferring = async (member: string): Promise<Subject> => {
  const subject = await withPhone();
  await prefer(subject, [member]);
  return subject;
};

const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  SMS_MFA: () => preferring('SMSMfaSettings'),
  EMAIL_OTP: () => preferring('EmailMfaSettings'),
  SOFTWARE_TOKEN_MFA: async () => {
    const pool = await makeTotpPool('OPTIONAL', aliases, client);
    return { pool, user: await enrol(pool, await makeUser(pool)) };
  },
  MFA_SETUP: async () => {
    const pool = await makeTotpPool('ON', aliases, client);
    return { pool, user: await makeUser(pool) };
  },
};

const initiate = (
  { clientId }: TestPool,
  AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_AUTH',
  AuthParameters: Record<string, string>,
) => publicClient().send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters }));

describe.each(Object.entries(subjects))('the challenge %s', (ChallengeName, make) => {
  it('carries USER_ID_FOR_SRP after a password in the clear', async () => {
    const { pool, user } = await make();
    const { username, email: USERNAME } = user;
    const named = { ChallengeName, ChallengeParameters: { USER_ID_FOR_SRP: username } };

    expect(await initiate(pool, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: password })).toMatchObject(named);
    const preferred = { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD' };
    expect(await initiate(pool, 'USER_AUTH', { ...preferred, PASSWORD: password })).toMatchObject(named);
    const asked = await initiate(pool, 'USER_AUTH', preferred);
    expect(await answerChallenge(pool, asked, { USERNAME, PASSWORD: password })).toMatchObject(named);
    const signed = new AdminInitiateAuthCommand({
      UserPoolId: pool.poolId,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password },
    });
    expect(await adminClient().send(signed)).toMatchObject(named);
  });

  it('does not carry it after PASSWORD_VERIFIER', async () => {
    const { pool, user } = await make();
    const asked = await signInBySrp(pool, user);
    expect(asked.ChallengeName).toBe(ChallengeName);
    expect(asked.ChallengeParameters).not.toHaveProperty('USER_ID_FOR_SRP');
  });
});

describe('USER_ID_FOR_SRP', () => {
  it('is not carried after SELECT_MFA_TYPE', async () => {
    const subject = await withPhone();
    await prefer(subject, ['SMSMfaSettings', 'EmailMfaSettings'], false);
    const { pool, user } = subject;
    const choice = await initiate(pool, 'USER_PASSWORD_AUTH', { USERNAME: user.username, PASSWORD: password });
    expect(choice.ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(choice.ChallengeParameters).not.toHaveProperty('USER_ID_FOR_SRP');
    const asked = await answerChallenge(pool, choice, { USERNAME: user.username, ANSWER: 'SMS_MFA' });
    expect(asked.ChallengeName).toBe('SMS_MFA');
    expect(asked.ChallengeParameters).not.toHaveProperty('USER_ID_FOR_SRP');
  });
});
