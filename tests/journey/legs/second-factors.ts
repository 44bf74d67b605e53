import { codeOf, wrongCodeOf } from '#tests/support/totp.ts';
import { admin, app, type Facts, type Leg, type Step } from '../step.ts';
import {
  answer,
  beginSignIn,
  makePool,
  makeUser,
  ofUser,
  otherCode,
  password,
  SmsConfiguration,
  signIn,
  tokens,
} from './common.ts';

const bearer = { AccessToken: '{{access}}' };
const session = { keep: { session: 'Session' } } as const;
const mismatch = { refused: 'CodeMismatchException' } as const;
const notAuthorized = { refused: 'NotAuthorizedException' } as const;

const shown = ({ secret }: Facts, at: number): Facts => ({
  totp: codeOf(String(secret), at),
  wrong: wrongCodeOf(String(secret), at),
});

const mfaPool = (MfaConfiguration: string): readonly Step[] => [
  ...makePool({ AutoVerifiedAttributes: ['email'], SmsConfiguration }),
  admin('SetUserPoolMfaConfig', `second factors are ${MfaConfiguration}`, {
    UserPoolId: '{{pool}}',
    MfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration },
    EmailMfaConfiguration: { Message: 'Your code is {####}', Subject: 'Second factor' },
  }),
];

const prefer = (name: string, settings: object): Step => app('SetUserMFAPreference', name, { ...bearer, ...settings });

/** Second factors: by an app, SMS and e-mail, set up, chosen, lost. */
export const secondFactors: Leg = {
  name: 'second-factors',
  clock: 'journey',
  steps: [
    ...mfaPool('OPTIONAL'),
    ...makeUser('ada', { phone_number: '+12025550102', phone_number_verified: 'true' }),
    signIn('ada'),
    app('GetUserAuthFactors', 'a password alone', bearer),
    app(
      'VerifySoftwareToken',
      'no app',
      { ...bearer, UserCode: '123456' },
      { refused: 'SoftwareTokenMFANotFoundException' },
    ),
    app('AssociateSoftwareToken', 'an app', bearer, { keep: { secret: 'SecretCode' } }),
    app(
      'VerifySoftwareToken',
      'a wrong code',
      { ...bearer, UserCode: '{{wrong}}' },
      { make: shown, refused: 'EnableSoftwareTokenMFAException' },
    ),
    app(
      'VerifySoftwareToken',
      'its first code',
      { ...bearer, UserCode: '{{totp}}', FriendlyDeviceName: 'telephone' },
      { make: shown },
    ),
    prefer('the app is asked for', { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }),
    app('GetUser', 'the app is preferred', bearer),
    app('GetUserAuthFactors', 'the app, too', bearer),
    admin('AdminGetUserAuthFactors', 'as administrators see it', ofUser('ada')),
    admin('AdminGetUserAuthFactors', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    beginSignIn('ada', 'ada is asked for a code', { ...session, after: 60 }),
    answer(
      'SOFTWARE_TOKEN_MFA',
      'a wrong code',
      { USERNAME: 'ada', SOFTWARE_TOKEN_MFA_CODE: '{{wrong}}' },
      { make: shown, ...mismatch },
    ),
    answer(
      'SOFTWARE_TOKEN_MFA',
      'the code',
      { USERNAME: 'ada', SOFTWARE_TOKEN_MFA_CODE: '{{totp}}' },
      { make: shown, keep: tokens() },
    ),
    beginSignIn('ada', 'ada is asked again', session),
    answer(
      'SOFTWARE_TOKEN_MFA',
      'a code that was used',
      { USERNAME: 'ada', SOFTWARE_TOKEN_MFA_CODE: '{{totp}}' },
      { refused: 'ExpiredCodeException' },
    ),
    answer('SMS_MFA', 'another challenge', { USERNAME: 'ada', SMS_MFA_CODE: '123456' }, notAuthorized),
    // Recovery codes.
    app('CreateRecoveryCodes', 'recovery codes', bearer, { keep: { recovery: 'RecoveryCodes.0' } }),
    beginSignIn('ada', 'the telephone is lost', session),
    answer(
      'SOFTWARE_TOKEN_MFA',
      'a recovery code',
      { USERNAME: 'ada', SOFTWARE_TOKEN_MFA_CODE: '{{recovery}}' },
      { keep: tokens() },
    ),
    admin('AdminDeleteSoftwareToken', 'the app goes', ofUser('ada')),
    admin('AdminDeleteSoftwareToken', 'nobody has one', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    // By SMS and by e-mail.
    signIn('ada'),
    prefer('by SMS', { SMSMfaSettings: { Enabled: true, PreferredMfa: true } }),
    beginSignIn('ada', 'a code goes by SMS', { ...session, mail: '+12025550102' }),
    answer(
      'SMS_MFA',
      'a wrong code by SMS',
      { USERNAME: 'ada', SMS_MFA_CODE: '{{wrong}}' },
      { make: otherCode, ...mismatch },
    ),
    answer('SMS_MFA', 'the code by SMS', { USERNAME: 'ada', SMS_MFA_CODE: '{{code}}' }, { keep: tokens() }),
    prefer('by e-mail, too', {
      EmailMfaSettings: { Enabled: true },
      SMSMfaSettings: { Enabled: true, PreferredMfa: false },
    }),
    beginSignIn('ada', 'ada may choose', session),
    answer(
      'SELECT_MFA_TYPE',
      'by e-mail',
      { USERNAME: 'ada', ANSWER: 'EMAIL_OTP' },
      { ...session, mail: 'ada@example.com' },
    ),
    answer('EMAIL_OTP', 'the code by e-mail', { USERNAME: 'ada', EMAIL_OTP_CODE: '{{code}}' }, { keep: tokens() }),
    app(
      'SetUserMFAPreference',
      'two preferred ones',
      {
        ...bearer,
        EmailMfaSettings: { Enabled: true, PreferredMfa: true },
        SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      },
      { refused: 'InvalidParameterException' },
    ),
    admin('AdminSetUserMFAPreference', 'an administrator sets', {
      ...ofUser('ada'),
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      SMSMfaSettings: { Enabled: false },
    }),
    beginSignIn('ada', 'a code goes by e-mail', { ...session, mail: 'ada@example.com' }),
    answer(
      'EMAIL_OTP',
      'a code that is late',
      { USERNAME: 'ada', EMAIL_OTP_CODE: '{{code}}' },
      { after: 300, ...notAuthorized },
    ),
    admin('AdminSetUserMFAPreference', 'no second factor', { ...ofUser('ada'), EmailMfaSettings: { Enabled: false } }),
    signIn('ada'),
    app('SetUserSettings', 'SMS as of old', {
      ...bearer,
      MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
    }),
    admin('AdminGetUser', 'SMS is on', ofUser('ada')),
    app('SetUserSettings', 'no SMS', { ...bearer, MFAOptions: [] }),
    admin('AdminSetUserSettings', 'SMS as of old, by an administrator', {
      ...ofUser('ada'),
      MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
    }),
    admin('AdminSetUserSettings', 'no SMS, by an administrator', { ...ofUser('ada'), MFAOptions: [] }),
    admin(
      'AdminSetUserSettings',
      'nobody',
      { ...ofUser('nobody'), MFAOptions: [] },
      { refused: 'UserNotFoundException' },
    ),
    // A pool that insists.
    ...mfaPool('ON'),
    admin('AdminCreateUser', 'ben has no factor', { ...ofUser('ben'), MessageAction: 'SUPPRESS' }),
    admin('AdminSetUserPassword', 'ben has a password', { ...ofUser('ben'), Password: password, Permanent: true }),
    beginSignIn('ben', 'ben is to set one up', session),
    app(
      'AssociateSoftwareToken',
      'an app by session',
      { Session: '{{session}}' },
      { keep: { secret: 'SecretCode', session: 'Session' } },
    ),
    app(
      'VerifySoftwareToken',
      'a wrong code by session',
      { Session: '{{session}}', UserCode: '{{wrong}}' },
      { make: shown, refused: 'EnableSoftwareTokenMFAException' },
    ),
    app(
      'VerifySoftwareToken',
      'its first code by session',
      { Session: '{{session}}', UserCode: '{{totp}}' },
      { make: shown, ...session },
    ),
    answer('MFA_SETUP', 'ben is in', { USERNAME: 'ben' }, { keep: tokens() }),
    admin(
      'AdminInitiateAuth',
      'ben is asked for it then',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ben', PASSWORD: password },
      },
      { ...session, after: 60 },
    ),
    admin(
      'AdminRespondToAuthChallenge',
      'ben answers an administrator',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: '{{session}}',
        ChallengeResponses: { USERNAME: 'ben', SOFTWARE_TOKEN_MFA_CODE: '{{totp}}' },
      },
      { make: shown },
    ),
    admin('AdminCreateUser', 'cy has no factor', { ...ofUser('cy'), MessageAction: 'SUPPRESS' }),
    admin('AdminSetUserPassword', 'cy has a password', { ...ofUser('cy'), Password: password, Permanent: true }),
    beginSignIn('cy', 'cy is to set one up', session),
    answer(
      'MFA_SETUP',
      'cy gives an address',
      { USERNAME: 'cy', EMAIL: 'cy@example.com' },
      { ...session, mail: 'cy@example.com' },
    ),
    answer('EMAIL_OTP', 'cy proves it', { USERNAME: 'cy', EMAIL_OTP_CODE: '{{code}}' }, { keep: tokens() }),
  ],
};
