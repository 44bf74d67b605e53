import {
  AdminGetUserAuthFactorsCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserSettingsCommand,
  GetUserAuthFactorsCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SetUserSettingsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { signUp } from '#tests/support/sign-up.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, newHolder, newName, newUser, once } from '../subjects.ts';

const mfaPool = once(() => makeMfaPool());

/** Users choose a password or a code by e-mail. */
const choosingPool = once(() =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    {
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  ),
);

const EmailMfaSettings = { Enabled: true };

/** A sign-in that asks for a code by e-mail next. */
const asked = async () => {
  const { poolId, clientId: ClientId } = await mfaPool();
  const user = await newUser(await mfaPool());
  await admin.send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username: user.username, EmailMfaSettings }),
  );
  const begin = () =>
    anyone.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: password },
      }),
    );
  return { ClientId, user, begin };
};

const firstProof = async () => {
  const { clientId: ClientId } = await choosingPool();
  const { username: USERNAME, email } = await signUp(await choosingPool(), newName());
  const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' };
  const { ChallengeName, Session } = await anyone.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }),
  );
  const ChallengeResponses = { USERNAME, EMAIL_OTP_CODE: await codeFor(email) };
  const given = { ClientId, ChallengeName, Session, ChallengeResponses };
  return () => anyone.send(new RespondToAuthChallengeCommand(given));
};

const answer = (isRight: boolean) => async () => {
  const { ClientId, user, begin } = await asked();
  const { Session } = await begin();
  const given = {
    ClientId,
    ChallengeName: 'EMAIL_OTP',
    Session,
    ChallengeResponses: { USERNAME: user.username, EMAIL_OTP_CODE: isRight ? await codeFor(user.email) : '-' },
  } as const;
  return () => anyone.send(new RespondToAuthChallengeCommand(given)).catch((error: unknown) => error);
};

const chosen = (find: () => Promise<string>, parameters: Readonly<Record<string, string>>) => async () => {
  const { clientId: ClientId } = await choosingPool();
  const AuthParameters = { USERNAME: await find(), ...parameters };
  return () => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }));
};
const somebody = async () => (await newUser(await choosingPool())).username;
const nobody = async () => newName().username;
const byCode = { PREFERRED_CHALLENGE: 'EMAIL_OTP' };

const holder = async () => newHolder(await mfaPool());
const named = async () => ({
  UserPoolId: (await mfaPool()).poolId,
  Username: (await newUser(await mfaPool())).username,
});

export const secondFactors: readonly Scenario[] = [
  { operation: 'InitiateAuth', way: 'choice', prepare: chosen(somebody, {}) },
  { operation: 'InitiateAuth', way: 'choice of nobody', prepare: chosen(nobody, {}) },
  { operation: 'InitiateAuth', way: 'code by e-mail', prepare: chosen(somebody, byCode) },
  { operation: 'InitiateAuth', way: 'code by e-mail of nobody', prepare: chosen(nobody, byCode) },
  {
    operation: 'InitiateAuth',
    way: 'password, before a code by e-mail',
    prepare: async () => (await asked()).begin,
  },
  { operation: 'RespondToAuthChallenge', way: 'code by e-mail', prepare: answer(true) },
  { operation: 'RespondToAuthChallenge', way: 'code by e-mail, the first of who signed up', prepare: firstProof },
  { operation: 'RespondToAuthChallenge', way: 'code by e-mail, wrong', prepare: answer(false) },
  {
    operation: 'SetUserMFAPreference',
    prepare: async () => {
      const { AccessToken } = await holder();
      return () => anyone.send(new SetUserMFAPreferenceCommand({ AccessToken, EmailMfaSettings }));
    },
  },
  {
    operation: 'SetUserSettings',
    prepare: async () => {
      const { AccessToken } = await holder();
      return () => anyone.send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [] }));
    },
  },
  {
    operation: 'GetUserAuthFactors',
    prepare: async () => {
      const { AccessToken } = await holder();
      return () => anyone.send(new GetUserAuthFactorsCommand({ AccessToken }));
    },
  },
  {
    operation: 'AdminSetUserMFAPreference',
    prepare: async () => {
      const command = new AdminSetUserMFAPreferenceCommand({ ...(await named()), EmailMfaSettings });
      return () => admin.send(command);
    },
  },
  {
    operation: 'AdminSetUserSettings',
    prepare: async () => {
      const command = new AdminSetUserSettingsCommand({ ...(await named()), MFAOptions: [] });
      return () => admin.send(command);
    },
  },
  {
    operation: 'AdminGetUserAuthFactors',
    prepare: async () => {
      const command = new AdminGetUserAuthFactorsCommand(await named());
      return () => admin.send(command);
    },
  },
  {
    operation: 'SetUserPoolMfaConfig',
    prepare: async () => {
      const { poolId: UserPoolId } = await makeMfaPool();
      return () => admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OFF' }));
    },
  },
  {
    operation: 'GetUserPoolMfaConfig',
    prepare: async () => {
      const { poolId: UserPoolId } = await mfaPool();
      return () => admin.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    },
  },
];
