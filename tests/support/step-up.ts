import {
  AdminSetUserMFAPreferenceCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  type RespondToAuthChallengeCommandOutput,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { adminClient, publicClient } from './clients.ts';
import { SmsConfiguration } from './mfa.ts';
import { aPhoneNumber, makePool, makeUser, password, type TestPool, type TestUser } from './pools.ts';

type Clock = NonNullable<Parameters<typeof publicClient>[0]>;

/** A pool whose users choose how to sign in, and may have second factors of all kinds. */
export const makeLevelPool = async (
  mode: UserPoolMfaType = 'OPTIONAL',
  settings: Partial<CreateUserPoolCommandInput> = {},
  ...client: [Parameters<typeof makePool>[1]?]
): Promise<TestPool> => {
  const pool = await makePool(
    {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
      AutoVerifiedAttributes: ['email'],
      ...settings,
    },
    {
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ...client[0],
    },
  );
  if (mode === 'OFF') return pool;
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration: mode,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration },
      EmailMfaConfiguration: {},
    }),
  );
  return pool;
};

/** The preset name of a level. */
export const loa = (level: 1 | 2 | 3 | 4): string => `urn:cognito:loa:${level}`;

/** The first answer of USER_AUTH with these parameters. */
export const ask = (
  { clientId }: Pick<TestPool, 'clientId'>,
  USERNAME: string,
  parameters: Record<string, string>,
  clock: Clock = {},
): Promise<InitiateAuthCommandOutput> =>
  publicClient(clock).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, ...parameters },
    }),
  );

/** Begins with the password, towards a level. */
export const withPassword = (
  pool: Pick<TestPool, 'clientId'>,
  USERNAME: string,
  TARGET_ACR_VALUES: string,
  clock: Clock = {},
): Promise<InitiateAuthCommandOutput> =>
  ask(pool, USERNAME, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password, TARGET_ACR_VALUES }, clock);

/** What both tokens say of the authentication. Fails where they differ. */
export const contextOf = ({
  AuthenticationResult,
}: Pick<RespondToAuthChallengeCommandOutput, 'AuthenticationResult'>): {
  readonly acr?: unknown;
  readonly amr?: unknown;
  readonly authTime: number;
} => {
  const [access, id] = [AuthenticationResult?.AccessToken, AuthenticationResult?.IdToken].map((token) => {
    const { acr, amr, auth_time: authTime } = decodeJwt(token ?? '');
    return { ...(acr !== undefined && { acr }), ...(amr !== undefined && { amr }), authTime: Number(authTime) };
  });
  if (!access || JSON.stringify(access) !== JSON.stringify(id)) throw new Error('The tokens say different things.');
  return access;
};

/** A user with a verified phone number, who asks for the second factors of that list. */
export const makeLevelUser = async (
  pool: TestPool,
  on: readonly ('SMSMfaSettings' | 'EmailMfaSettings')[] = [],
): Promise<TestUser & { readonly phone: string }> => {
  const phone = aPhoneNumber();
  const attributes = [
    { Name: 'phone_number', Value: phone },
    { Name: 'phone_number_verified', Value: 'true' },
  ];
  const user = await makeUser(pool, { attributes });
  if (on.length > 0) {
    await adminClient().send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        ...Object.fromEntries(on.map((factor) => [factor, { Enabled: true }])),
      }),
    );
  }
  return { ...user, phone };
};
