import { choice, type Group, json, long, maybe, once, text, toggle } from '../field.ts';

const now = 'It holds from the next sign-in on.';

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
