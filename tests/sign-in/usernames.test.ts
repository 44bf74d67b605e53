import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';

const constraint = (member: string): string =>
  `Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`;

const refused = {
  name: 'InvalidParameterException',
  message: `2 validation errors detected: ${constraint('userAlias')}; ${constraint('userName')}`,
};

const credential = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
  clientExtensionResults: {},
};

const parameters = (USERNAME: string) => ({
  USERNAME,
  PASSWORD: password,
  SRP_A: 'ab'.repeat(300),
  NEW_PASSWORD: password,
  ANSWER: 'x',
  DEVICE_KEY: 'us-east-1_0000',
  CREDENTIAL: JSON.stringify(credential),
  EMAIL_OTP_CODE: '00000000',
  SMS_OTP_CODE: '000000',
  SMS_MFA_CODE: '000000',
  SOFTWARE_TOKEN_MFA_CODE: '000000',
  PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA',
  PASSWORD_CLAIM_SIGNATURE: 'AAAA',
  TIMESTAMP: 'Tue May 6 00:09:40 UTC 2025',
});

const flows: readonly AuthFlowType[] = ['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'USER_AUTH', 'CUSTOM_AUTH'];
const adminFlows: readonly AuthFlowType[] = ['ADMIN_USER_PASSWORD_AUTH', ...flows.slice(1)];

const challenges: readonly ChallengeNameType[] = [
  'CUSTOM_CHALLENGE',
  'DEVICE_PASSWORD_VERIFIER',
  'DEVICE_SRP_AUTH',
  'EMAIL_OTP',
  'MFA_SETUP',
  'NEW_PASSWORD_REQUIRED',
  'PASSWORD',
  'PASSWORD_SRP',
  'PASSWORD_VERIFIER',
  'SELECT_CHALLENGE',
  'SELECT_MFA_TYPE',
  'SMS_MFA',
  'SMS_OTP',
  'SOFTWARE_TOKEN_MFA',
  'WEB_AUTHN',
];

describe.each(['ENABLED', 'LEGACY'] as const)(
  'a USERNAME with white space, where PreventUserExistenceErrors is %s',
  (PreventUserExistenceErrors) => {
    let pool: TestPool;

    beforeAll(async () => {
      const ExplicitAuthFlows = [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      ] as const;
      pool = await makePool({}, { PreventUserExistenceErrors, ExplicitAuthFlows: [...ExplicitAuthFlows] });
    });

    it.each([' ', 'ada lovelace', 'ada\t', '\u00a0ada', 'ada\u0007'])('is refused: %j', async (name) => {
      const { clientId: ClientId } = pool;
      const request = { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: parameters(name) } as const;
      await expect(publicClient().send(new InitiateAuthCommand(request))).rejects.toMatchObject(refused);
    });

    it.each(flows)('is refused by InitiateAuth: %s', async (AuthFlow) => {
      const request = { ClientId: pool.clientId, AuthFlow, AuthParameters: parameters('ada ') };
      await expect(publicClient().send(new InitiateAuthCommand(request))).rejects.toMatchObject(refused);
    });

    it.each(adminFlows)('is refused by AdminInitiateAuth: %s', async (AuthFlow) => {
      const place = { UserPoolId: pool.poolId, ClientId: pool.clientId };
      const request = { ...place, AuthFlow, AuthParameters: parameters('ada ') };
      await expect(adminClient().send(new AdminInitiateAuthCommand(request))).rejects.toMatchObject(refused);
    });

    it.each(challenges)('is refused in the answer to %s', async (ChallengeName) => {
      const Session = 'x'.repeat(40);
      const request = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses: parameters('ada ') };
      await expect(publicClient().send(new RespondToAuthChallengeCommand(request))).rejects.toMatchObject(refused);
      const signed = new AdminRespondToAuthChallengeCommand({ ...request, UserPoolId: pool.poolId });
      await expect(adminClient().send(signed)).rejects.toMatchObject(refused);
    });
  },
);
