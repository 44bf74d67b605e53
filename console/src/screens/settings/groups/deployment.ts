import { choice, type Group, json, lines, maybe, number, pairs, some, text, toggle } from '../field.ts';

const called = 'It is called from the next request on.';
const trigger = (path: string, label: string, what: string) =>
  text(`LambdaConfig.${path}`, label, what, 'none', called);

export const triggers: Group = {
  id: 'triggers',
  title: 'Triggers',
  sections: [
    {
      title: 'Functions',
      about: 'Functions of yours, by their ARN, that are called on the way. One that fails fails the request.',
      document: 'pool',
      fields: [
        trigger('PreSignUp', 'Before a sign-up', 'It may refuse or confirm the user.'),
        trigger('PostConfirmation', 'After a confirmation', 'It hears that a user or a new password is confirmed.'),
        trigger('PreAuthentication', 'Before a sign-in', 'It may refuse the sign-in.'),
        trigger('PostAuthentication', 'After a sign-in', 'It hears of the sign-in.'),
        trigger('PreTokenGeneration', 'Before tokens', 'It may change claims of the ID token (version V1_0).'),
        json(
          'LambdaConfig.PreTokenGenerationConfig',
          'Before tokens, with a version',
          '{ "LambdaVersion": "V2_0", "LambdaArn": "…" }; with V2_0, it may change access tokens, too.',
          'none',
          called,
        ),
        trigger('CustomMessage', 'Texts of messages', 'It may give the text of a message.'),
        trigger('DefineAuthChallenge', 'Custom sign-in: next question', 'It decides what is asked next.'),
        trigger('CreateAuthChallenge', 'Custom sign-in: make a question', 'It makes the question.'),
        trigger('VerifyAuthChallengeResponse', 'Custom sign-in: check an answer', 'It checks the answer.'),
        trigger('UserMigration', 'Migration', 'It is asked for a user whom the pool does not have.'),
        json(
          'LambdaConfig.CustomEmailSender',
          'Sender of mails',
          '{ "LambdaVersion": "V1_0", "LambdaArn": "…" }; it sends in place of the deployment.',
          'none',
          called,
        ),
        json(
          'LambdaConfig.CustomSMSSender',
          'Sender of SMS',
          '{ "LambdaVersion": "V1_0", "LambdaArn": "…" }; it sends in place of the deployment.',
          'none',
          called,
        ),
        text(
          'LambdaConfig.KMSKeyID',
          'Key of the senders',
          'The ARN of the key that encrypts codes for them.',
          'none',
          'Nothing.',
        ),
        json(
          'LambdaConfig.InboundFederation',
          'Users of providers',
          '{ "LambdaVersion": "V1_0", "LambdaArn": "…" }; it may change what a provider says.',
          'none',
          called,
        ),
      ],
    },
  ],
};

export const tokens: Group = {
  id: 'tokens',
  title: 'Tokens and registration',
  sections: [
    {
      title: 'Issuer',
      about: 'What tokens say of where they come from.',
      document: 'pool',
      fields: [
        maybe(
          'As it is',
          ['ORIGINAL', 'UPDATED'],
          'IssuerConfiguration.Type',
          'Form of the issuer',
          'The name that tokens have as iss.',
          'ORIGINAL',
          'Apps that check the former name refuse new tokens.',
        ),
      ],
    },
    {
      title: 'Access tokens',
      about: 'Their form, and whose tokens are taken in place of a sign-in.',
      document: 'tokens',
      fields: [
        choice(
          ['COGNITO', 'RFC9068'],
          'AccessTokenFormat',
          'Form',
          'RFC 9068 has a type, and always an audience.',
          'COGNITO',
          'The next tokens have it.',
        ),
        json(
          'TrustedIssuers',
          'Trusted issuers',
          'A list of issuers with Issuer, Audiences, ClientIds and Conditions.',
          'not in Cognito; none',
          'Tokens that were given out stay.',
        ),
      ],
    },
    {
      title: 'Registration of clients',
      about: 'Whether programs may register themselves as app clients (RFC 7591).',
      document: 'pool',
      fields: [
        maybe(
          'Not set',
          ['Enabled', 'Disabled'],
          'DcrConfiguration.EnableStatus',
          'Registration',
          'Whether there is an endpoint for it.',
          'not set',
          'Nothing.',
        ),
        toggle(
          'DcrConfiguration.OpenDcrEnabled',
          'Open to anybody',
          'No initial access token is needed.',
          'off',
          'Programs of strangers may ask users for access.',
        ),
        some(
          ['code', 'implicit', 'client_credentials'],
          'DcrConfiguration.OpenDcrGrantTypes',
          'Grants of anybody',
          'What a client may use that came without a token.',
          'code',
          'Clients that are there stay as they are.',
        ),
        some(
          ['code', 'implicit', 'client_credentials'],
          'DcrConfiguration.AuthenticatedGrantTypes',
          'Grants of others',
          'What a client may use that came with a token.',
          'code',
          'Clients that are there stay as they are.',
        ),
        lines(
          'DcrConfiguration.AllowedScopes',
          'Scopes',
          'What such clients may ask for, one a line.',
          'none',
          'Clients that are there stay as they are.',
        ),
      ],
    },
    {
      title: 'Limits of registration',
      about: 'Gatehouse’s own: clients by the URL of a document, and how many there may be.',
      document: 'registration',
      fields: [
        choice(
          ['ENABLED', 'DISABLED'],
          'ClientIdMetadataDocuments',
          'Clients by a document',
          'A client may be known by the URL of its metadata.',
          'not in Cognito; DISABLED',
          'Nothing.',
        ),
        lines(
          'AllowedDocumentHosts',
          'Hosts that count',
          'Only documents of these hosts count, one a line.',
          'all',
          'Nothing.',
        ),
        lines('DeniedDocumentHosts', 'Hosts that never count', 'One a line.', 'none', 'Nothing.'),
        lines(
          'SupportedIdentityProviders',
          'Providers of their users',
          'Names of providers, one a line.',
          'COGNITO',
          'Users of such clients may choose among them.',
        ),
        number('MaxClients', 'Clients at most', 'Clients that registered themselves.', '1,000', 'Nothing.'),
        number('HourlyRegistrations', 'In an hour', 'Without an initial access token.', '200', 'Nothing.'),
        number(
          'IdleDays',
          'Days without a use',
          'Then such a client is forgotten.',
          '90',
          'Who uses the program signs in again.',
        ),
      ],
    },
  ],
};

export const protection: Group = {
  id: 'protection',
  title: 'Protection and plan',
  sections: [
    {
      title: 'The pool',
      about: 'Its name, its protection and its plan.',
      document: 'pool',
      fields: [
        text('PoolName', 'Name', 'For people; nothing depends on it.', 'none', 'Nothing.'),
        choice(
          ['ACTIVE', 'INACTIVE'],
          'DeletionProtection',
          'Protection from deletion',
          'DeleteUserPool is refused while it is ACTIVE.',
          'INACTIVE',
          'Nothing.',
        ),
        choice(
          ['LITE', 'ESSENTIALS', 'PLUS'],
          'UserPoolTier',
          'Plan',
          'Which features Cognito would have. Here, it costs nothing.',
          'ESSENTIALS',
          'Nothing.',
        ),
        maybe(
          'Not set',
          ['OFF', 'AUDIT', 'ENFORCED'],
          'UserPoolAddOns.AdvancedSecurityMode',
          'Threat protection',
          'Whether the risk of sign-ins is noted, or acted upon.',
          'OFF',
          'With ENFORCED, sign-ins may be refused.',
        ),
        maybe(
          'Not set',
          ['AUDIT', 'ENFORCED'],
          'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode',
          'In custom sign-ins, too',
          'The same for CUSTOM_AUTH.',
          'not set',
          'With ENFORCED, sign-ins may be refused.',
        ),
      ],
    },
    {
      title: 'Key',
      about: 'What encrypts secrets of the pool.',
      document: 'pool',
      fields: [
        maybe(
          'Not set',
          ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY'],
          'KeyConfiguration.KeyType',
          'Whose key',
          'That of the deployment, or one of yours in KMS.',
          'AWS_OWNED_KEY',
          'Nothing, as long as the key can be used.',
        ),
        text(
          'KeyConfiguration.KmsKeyArn',
          'Your key',
          'Its ARN. If it is deleted, what it encrypts is lost.',
          'none',
          'Nobody signs in while it cannot be used.',
        ),
      ],
    },
    {
      title: 'Compatibility',
      about: 'Whether the pool refuses all that Cognito refuses.',
      document: 'compatibility',
      fields: [
        toggle('Strict', 'Strict', 'What Cognito cannot change later cannot be changed here.', 'always on', 'Nothing.'),
      ],
    },
    {
      title: 'Tags',
      about: 'Names and values for your own order.',
      document: 'pool',
      fields: [pairs('UserPoolTags', 'Tags', 'One a line, as name=value.', 'none', 'Nothing.')],
    },
  ],
};
