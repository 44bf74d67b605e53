import { type CreationOptions, makeAuthenticator, type RequestOptions } from '#tests/support/authenticator.ts';
import { admin, app, type Facts, type Leg, type Step } from '../step.ts';
import {
  answer,
  makeClient,
  makePool,
  makeUser,
  ofUser,
  otherCode,
  password,
  SmsConfiguration,
  signIn,
  tokens,
  wrongPassword,
} from './common.ts';
import { proveBySrp, srpOffer, startSrp } from './srp.ts';

const session = { keep: { session: 'Session' } } as const;
const bearer = { AccessToken: '{{access}}' };
const notAuthorized = { refused: 'NotAuthorizedException' } as const;

const choose = (
  USERNAME: string,
  name: string,
  told: Parameters<typeof app>[3],
  more: object = {},
  ClientId = '{{client}}',
): Step => app('InitiateAuth', name, { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, ...more } }, told);

const preferred = (PREFERRED_CHALLENGE: string, more: object = {}) => ({ PREFERRED_CHALLENGE, ...more });

interface Ceremony {
  readonly authenticator: ReturnType<typeof makeAuthenticator>;
  readonly creation: CreationOptions;
}

const isCeremony = (facts: object): facts is Ceremony => 'authenticator' in facts && 'creation' in facts;
const isRequest = (value: unknown): value is RequestOptions => 'rpId' in Object(value);

const ceremonyOf = (facts: Facts): Ceremony => {
  if (!isCeremony(facts)) throw new Error('There is no passkey.');
  return facts;
};

const register = (facts: Facts): Facts => {
  const { authenticator, creation } = ceremonyOf(facts);
  return { credential: authenticator.register(creation), credentialId: authenticator.credentialId };
};

const assert = (facts: Facts): Facts => {
  const options: unknown = JSON.parse(String(facts.options));
  if (!isRequest(options)) throw new Error('There are no options.');
  return { assertion: ceremonyOf(facts).authenticator.sign(options) };
};

/** Signing in by what the user chooses: codes, passwords, passkeys. */
export const choice: Leg = {
  name: 'choice',
  clock: 'journey',
  steps: [
    ...makePool(
      {
        AutoVerifiedAttributes: ['email'],
        SmsConfiguration,
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    ),
    makeClient({ ExplicitAuthFlows: ['ALLOW_USER_AUTH'], PreventUserExistenceErrors: 'ENABLED' }, 'hiding'),
    ...makeUser('ada', { phone_number: '+12025550103', phone_number_verified: 'true' }),
    choose('ada', 'what there is', session),
    answer(
      'SELECT_CHALLENGE',
      'a password is chosen',
      { USERNAME: 'ada', ANSWER: 'PASSWORD', PASSWORD: password },
      { keep: tokens() },
    ),
    choose('ada', 'what there is, again', session),
    answer(
      'SELECT_CHALLENGE',
      'what is not offered',
      { USERNAME: 'ada', ANSWER: 'WEB_AUTHN' },
      { refused: 'InvalidParameterException' },
    ),
    choose('ada', 'a password at once', { keep: tokens() }, preferred('PASSWORD', { PASSWORD: password })),
    choose('ada', 'a wrong password at once', notAuthorized, preferred('PASSWORD', { PASSWORD: wrongPassword })),
    choose('ada', 'SRP at once', { make: startSrp, keep: srpOffer }, preferred('PASSWORD_SRP', { SRP_A: '{{srpA}}' })),
    app(
      'RespondToAuthChallenge',
      'SRP is proved',
      { ClientId: '{{client}}', ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: '{{proof}}' },
      { make: proveBySrp(), keep: tokens() },
    ),
    choose('ada', 'a code by e-mail', { ...session, mail: 'ada@example.com' }, preferred('EMAIL_OTP')),
    answer(
      'EMAIL_OTP',
      'a wrong code',
      { USERNAME: 'ada', EMAIL_OTP_CODE: '{{wrong}}' },
      { make: otherCode, refused: 'CodeMismatchException' },
    ),
    answer('EMAIL_OTP', 'the code', { USERNAME: 'ada', EMAIL_OTP_CODE: '{{code}}' }, { keep: tokens() }),
    answer('EMAIL_OTP', 'the code again', { USERNAME: 'ada', EMAIL_OTP_CODE: '{{code}}' }, notAuthorized),
    choose('ada', 'a code by SMS', { ...session, mail: '+12025550103' }, preferred('SMS_OTP')),
    answer('SMS_OTP', 'the code of SMS', { USERNAME: 'ada', SMS_OTP_CODE: '{{code}}' }, { keep: tokens() }),
    choose('nobody', 'nobody', { refused: 'UserNotFoundException' }),
    choose('nobody', 'nobody, hidden', session, {}, '{{hiding}}'),
    choose('nobody', 'a code for nobody, hidden', { ...session, pretends: true }, preferred('EMAIL_OTP'), '{{hiding}}'),
    // Passkeys.
    signIn('ada'),
    app('StartWebAuthnRegistration', 'a passkey is asked for', bearer, {
      keep: { creation: 'CredentialCreationOptions' },
    }),
    app(
      'CompleteWebAuthnRegistration',
      'the passkey',
      { ...bearer, Credential: '{{credential}}' },
      { make: (facts) => register({ ...facts, authenticator: makeAuthenticator() }) },
    ),
    app('ListWebAuthnCredentials', 'one passkey, which nobody kept', bearer, {
      keep: { lost: 'Credentials.0.CredentialId' },
    }),
    app('DeleteWebAuthnCredential', 'it is deleted', { ...bearer, CredentialId: '{{lost}}' }),
    app(
      'DeleteWebAuthnCredential',
      'and again',
      { ...bearer, CredentialId: '{{lost}}' },
      { refused: 'ResourceNotFoundException' },
    ),
    app('StartWebAuthnRegistration', 'a passkey once more', bearer, {
      make: () => ({ authenticator: makeAuthenticator() }),
      keep: { creation: 'CredentialCreationOptions' },
    }),
    app(
      'CompleteWebAuthnRegistration',
      'the passkey to stay',
      { ...bearer, Credential: '{{credential}}' },
      { make: register },
    ),
    app('CompleteWebAuthnRegistration', 'the same request again', { ...bearer, Credential: '{{credential}}' }),
    app('ListWebAuthnCredentials', 'the passkey is listed', bearer),
    app('GetUserAuthFactors', 'factors with a passkey', bearer),
    choose(
      'ada',
      'by passkey',
      { keep: { session: 'Session', options: 'ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS' } },
      preferred('WEB_AUTHN'),
    ),
    answer(
      'WEB_AUTHN',
      'the passkey signs',
      { USERNAME: 'ada', CREDENTIAL: '{{assertion}}' },
      { make: assert, keep: tokens() },
    ),
    answer('WEB_AUTHN', 'the same signature', { USERNAME: 'ada', CREDENTIAL: '{{assertion}}' }, notAuthorized),
    choose('ada', 'what there is with a passkey', session),
    admin(
      'AdminInitiateAuth',
      'an administrator may choose',
      { UserPoolId: '{{pool}}', ClientId: '{{client}}', AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'ada' } },
      session,
    ),
    admin('AdminGetUserAuthFactors', 'as administrators see them', ofUser('ada')),
  ],
};
