import { type Group, number, some } from '../field.ts';

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
