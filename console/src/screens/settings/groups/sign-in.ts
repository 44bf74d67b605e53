import { choice, type Group, json, lines, long, maybe, number, once, some, text, toggle } from '../field.ts';

const now = 'It holds from the next sign-in on.';

export const signIn: Group = {
  id: 'sign-in',
  title: 'Sign-in',
  sections: [
    {
      title: 'First factors',
      about: 'With what a sign-in begins.',
      document: 'pool',
      fields: [
        some(
          ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'],
          'Policies.SignInPolicy.AllowedFirstAuthFactors',
          'First factors',
          'What users may choose to sign in with, where an app client uses USER_AUTH.',
          'PASSWORD',
          now,
        ),
      ],
    },
    {
      title: 'Codes and lockout',
      about: 'How long codes are and work, and what follows wrong answers.',
      document: 'signIn',
      fields: [
        number(
          'Codes.Verification.Length',
          'Digits of codes for sign-ups and addresses',
          'From 6 to 10.',
          '6',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Codes.Verification.Seconds',
          'Seconds that they work',
          'From 60 to 604,800.',
          '86,400',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Codes.Recovery.Length',
          'Digits of codes for forgotten passwords',
          'From 6 to 10.',
          '6',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Codes.Recovery.Seconds',
          'Seconds that they work for forgotten passwords',
          'From 60 to 86,400.',
          '3,600',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Codes.Authentication.Length',
          'Digits of codes for sign-ins',
          'From 6 to 10.',
          '6 by SMS, 8 by e-mail',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Codes.Authentication.Seconds',
          'Seconds that they work for sign-ins',
          'From 60 to 900, and no longer than the Session of the sign-in.',
          'as long as the Session',
          'Codes that were sent stay as they are.',
        ),
        number(
          'Lockout.Failures',
          'Failures before a lockout',
          'Wrong passwords or codes in a row, from 2 to 20.',
          '5',
          now,
        ),
        number(
          'Lockout.LongestSeconds',
          'Longest lockout',
          'It begins with one second, and doubles up to this many, from 60 to 86,400.',
          '900',
          now,
        ),
        number(
          'Lockout.QuietSeconds',
          'Quiet seconds',
          'Without a failure for so long, the count starts again.',
          '900',
          now,
        ),
      ],
    },
  ],
};

export const passwords: Group = {
  id: 'passwords',
  title: 'Passwords',
  sections: [
    {
      title: 'Password policy',
      about: 'What a new password has to be like.',
      document: 'pool',
      fields: [
        number(
          'Policies.PasswordPolicy.MinimumLength',
          'Least length',
          'From 6 to 99 characters.',
          '8',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireLowercase',
          'Lower-case letters',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireUppercase',
          'Upper-case letters',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireNumbers',
          'Digits',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireSymbols',
          'Symbols',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        number(
          'Policies.PasswordPolicy.PasswordHistorySize',
          'Former passwords',
          'How many of them may not be used again, from 0 to 24.',
          '0',
          'Passwords count from the change on.',
        ),
        number(
          'Policies.PasswordPolicy.TemporaryPasswordValidityDays',
          'Days of temporary passwords',
          'How long an invitation works, from 0 to 365.',
          '7',
          'Invitations that were sent follow it, too.',
        ),
      ],
    },
    {
      title: 'Leaked passwords',
      about: 'Lists of passwords that are known elsewhere, beside the one that is built in.',
      document: 'blocklist',
      fields: [
        toggle(
          'Enforced',
          'Refuse them',
          'New passwords that are on a list are refused.',
          'not in Cognito; off',
          'Passwords that users have go on to work.',
        ),
        text('File.Name', 'File', 'The name of a list in the bucket of files.', 'none', 'Nothing.'),
        text(
          'RangeService.Url',
          'Range service',
          'The address of a service that is asked by the first digits of a hash.',
          'none',
          'Nothing.',
        ),
        number(
          'RangeService.TimeoutMilliseconds',
          'Patience with the service',
          'Milliseconds, from 100 to 5,000.',
          '1,000',
          'A new password may take so long.',
        ),
        choice(
          ['ALLOW', 'REFUSE'],
          'Unchecked',
          'Where a list cannot be asked',
          'Whether the password is taken.',
          'ALLOW',
          'With REFUSE, nobody can choose a password while a list is out of reach.',
        ),
      ],
    },
    {
      title: 'After a change',
      about: 'What a new password ends.',
      document: 'signIn',
      fields: [
        toggle(
          'PasswordChange.EndsSessions',
          'End sessions',
          'Other sessions of the user end as the password is changed or reset.',
          'off',
          'Whoever is signed in elsewhere has to sign in again.',
        ),
      ],
    },
    {
      title: 'Account recovery',
      about: 'Where a code for a forgotten password may go.',
      document: 'pool',
      fields: [
        json(
          'AccountRecoverySetting',
          'Ways of recovery',
          '{ "RecoveryMechanisms": [{ "Name": "verified_email", "Priority": 1 }] }; names are verified_email, verified_phone_number and admin_only.',
          'a verified phone number, then a verified e-mail',
          'Who has none of them needs an administrator.',
        ),
      ],
    },
  ],
};

export const factors: Group = {
  id: 'factors',
  title: 'Factors and passkeys',
  sections: [
    {
      title: 'Second factors',
      about: 'Whether users have a second factor, and which.',
      document: 'factors',
      fields: [
        choice(
          ['OFF', 'OPTIONAL', 'ON'],
          'MfaConfiguration',
          'Second factors',
          'Whether nobody has one, users may, or everybody must.',
          'OFF',
          'With ON, who has none sets one up at the next sign-in. OFF forgets which were offered.',
        ),
        toggle(
          'SoftwareTokenMfaConfiguration.Enabled',
          'Authenticator apps',
          'Codes by an app (TOTP).',
          'off',
          'Users may set one up.',
        ),
        once(
          'EmailMfaConfiguration',
          'E-mail codes',
          'Codes by e-mail; they need an e-mail configuration of your own. They end as second factors are switched off.',
          'off',
          'Users with a verified address may choose it.',
        ),
        text(
          'EmailMfaConfiguration.Subject',
          'Subject of these mails',
          'Up to 140 characters.',
          'a text of Cognito',
          'The next mail has it.',
        ),
        long(
          'EmailMfaConfiguration.Message',
          'Text of these mails',
          'With {####} where the code is to be.',
          'a text of Cognito',
          'The next mail has it.',
        ),
        once(
          'SmsMfaConfiguration',
          'SMS codes',
          'Codes by SMS. They end as second factors are switched off.',
          'off',
          'Users with a verified number may choose it.',
        ),
        text(
          'SmsMfaConfiguration.SmsAuthenticationMessage',
          'Text of these SMS',
          'Up to 140 characters, with {####} where the code is to be.',
          'a text of Cognito',
          'The next SMS has it.',
        ),
        json(
          'SmsMfaConfiguration.SmsConfiguration',
          'How SMS are sent',
          'SnsCallerArn, ExternalId, SnsRegion.',
          'none',
          'Nothing.',
        ),
      ],
    },
    {
      title: 'Passkeys',
      about: 'Sign-in with a device in place of a password.',
      document: 'factors',
      fields: [
        text(
          'WebAuthnConfiguration.RelyingPartyId',
          'Relying party',
          'The domain that passkeys are bound to.',
          'the domain of the pool',
          'Passkeys of another domain no longer work.',
        ),
        maybe(
          'As it is',
          ['required', 'preferred'],
          'WebAuthnConfiguration.UserVerification',
          'User verification',
          'Whether the device has to check who holds it.',
          'preferred',
          'With required, a device that cannot do so no longer works.',
        ),
        maybe(
          'As it is',
          ['SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
          'WebAuthnConfiguration.FactorConfiguration',
          'What a passkey counts as',
          'One factor, or both where the device checked the user.',
          'SINGLE_FACTOR',
          now,
        ),
      ],
    },
    {
      title: 'Levels',
      about: 'The names of levels of a sign-in (acr), for apps that ask for one.',
      document: 'pool',
      fields: [
        json(
          'AcrConfiguration',
          'Names of levels',
          '{ "Level1": { "AcrValue": "basic" }, … } up to Level4.',
          'none',
          'Nothing, until an app asks.',
        ),
      ],
    },
  ],
};

export const devices: Group = {
  id: 'devices',
  title: 'Devices and sessions',
  sections: [
    {
      title: 'Devices',
      about: 'Whether devices are remembered. Without any value, they are not.',
      document: 'pool',
      fields: [
        toggle(
          'DeviceConfiguration.ChallengeRequiredOnNewDevice',
          'New devices prove themselves',
          'A remembered device may stand in for the second factor.',
          'not set',
          now,
        ),
        toggle(
          'DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt',
          'Remember only as the user says',
          'The app asks the user first.',
          'not set',
          'Devices that are remembered stay.',
        ),
      ],
    },
    {
      title: 'Sessions',
      about: 'Whether the sessions of users are listed, and how many one may have.',
      document: 'sessions',
      fields: [
        choice(
          ['ENABLED', 'DISABLED'],
          'UserSessionTracking',
          'Track sessions',
          'Sessions can be seen and ended one by one.',
          'DISABLED',
          'Sessions count from the change on.',
        ),
        number(
          'TokenSession.MaxPerUser',
          'Sessions of a user',
          'Where there would be more, the least recently used one ends.',
          '20',
          'Whoever has more loses the oldest at the next sign-in.',
        ),
      ],
    },
    {
      title: 'Linked sign-ins',
      about: 'When somebody who first comes through a provider becomes a user that the pool has.',
      document: 'linking',
      fields: [
        choice(
          ['NEVER', 'VERIFIED_EMAIL', 'ASK'],
          'Policy',
          'Link',
          'Never, by an e-mail that both sides verified, or by a proof of the other account.',
          'NEVER',
          'Users who are linked stay linked.',
        ),
        lines(
          'TrustedProviders',
          'Trusted providers',
          'Their word that an e-mail is verified counts, one a line.',
          'none',
          'Nothing.',
        ),
      ],
    },
  ],
};
