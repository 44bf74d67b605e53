import type { IdentityProviderType, UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { PoolFacts } from './pool-facts.ts';

/** Something that is not here as it is there, and what to do about it. */
export interface Note {
  readonly about: string;
  readonly what: string;
  readonly todo: string;
  /** Whom or what it is about, where there may be several. */
  readonly names?: readonly string[];
}

const some = (note: Note): readonly Note[] => (note.names?.length === 0 ? [] : [note]);

const nameOf = ({ ClientId = '', ClientName = '' }: UserPoolClientType): string => `${ClientId} (${ClientName})`;

const takesPasswords = ({ ExplicitAuthFlows: flows = [] }: UserPoolClientType): boolean =>
  flows.some((flow) => flow === 'ALLOW_USER_PASSWORD_AUTH' || flow === 'USER_PASSWORD_AUTH');

const isForPeople = ({ ExplicitAuthFlows: flows, AllowedOAuthFlows: oauth = [] }: UserPoolClientType): boolean =>
  !flows?.every((flow) => String(flow) === 'ALLOW_CLIENT_TOKEN_AUTH') &&
  !(oauth.length > 0 && oauth.every((flow) => flow === 'client_credentials'));

const clientNotes = ({ clients, secrets }: PoolFacts): readonly Note[] => {
  const all = [...clients.values()];
  return [
    ...some({
      about: 'passwords',
      what: 'App clients that do not allow USER_PASSWORD_AUTH: nobody brings a password through them.',
      todo: 'Add ALLOW_USER_PASSWORD_AUTH to ExplicitAuthFlows here, and have the app sign in with it for a while. The hosted pages need no change.',
      names: all.filter((client) => isForPeople(client) && !takesPasswords(client)).map(nameOf),
    }),
    ...some({
      about: 'clients',
      what: 'App clients with a second secret, of which nobody is told the value.',
      todo: 'Add it here with AddUserPoolClientSecret if an app still uses it.',
      names: all.filter(({ ClientId = '' }) => (secrets.get(ClientId) ?? 0) > 1).map(nameOf),
    }),
    ...some({
      about: 'clients',
      what: 'AnalyticsConfiguration of app clients is left out.',
      todo: 'Nothing is sent to an analytics service from here. The trail and the events of the pool tell who signs in.',
      names: all.filter(({ AnalyticsConfiguration: sent }) => Object.keys(sent ?? {}).length > 0).map(nameOf),
    }),
  ];
};

const providersOf = ({ providers }: PoolFacts, fits: (provider: IdentityProviderType) => boolean): readonly string[] =>
  [...providers.values()].filter(fits).map(({ ProviderName = '' }) => ProviderName);

const providerNotes = (facts: PoolFacts): readonly Note[] => [
  ...some({
    about: 'providers',
    what: 'The private key for Sign in with Apple is told to nobody.',
    todo: 'Make the provider here with CreateIdentityProvider, with private_key in its ProviderDetails. App clients name it already.',
    names: providersOf(facts, ({ ProviderType }) => ProviderType === 'SignInWithApple'),
  }),
  ...some({
    about: 'providers',
    what: 'A pool here signs what it sends to SAML providers with a key of its own, and has its own addresses.',
    todo: 'Give these providers the metadata of the pool, at /<pool id>/saml2/metadata, and its certificate, which GetSigningCertificate tells.',
    names: providersOf(facts, ({ ProviderType }) => ProviderType === 'SAML'),
  }),
  ...some({
    about: 'providers',
    what: 'Providers send people back to the address of the pool, which is another one here.',
    todo: 'Register the new /oauth2/idpresponse with them.',
    names: providersOf(facts, ({ ProviderType }) => ProviderType !== 'SAML'),
  }),
];

/** The functions that a pool names as triggers, by the setting. */
export const triggersOf = ({ LambdaConfig = {} }: UserPoolType): readonly string[] =>
  Object.entries(LambdaConfig).flatMap(([setting, value]): string[] => {
    const arn = typeof value === 'object' ? value.LambdaArn : value;
    // The function that changes tokens is told twice.
    return arn === undefined || setting === 'KMSKeyID' || setting === 'PreTokenGenerationConfig'
      ? []
      : [`${setting}: ${arn}`];
  });

const settingNotes = (facts: PoolFacts, wished: PoolFacts): readonly Note[] => {
  const { pool } = facts;
  const isOwnKey = pool.KeyConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY' || !!pool.KeyConfiguration?.KmsKeyArn;
  return [
    ...some({
      about: 'triggers',
      what: 'The pool calls functions by these names.',
      todo: 'See that the deployment may call them (its setting triggerFunctions), or change LambdaConfig.',
      names: triggersOf(wished.pool),
    }),
    ...(wished.pool.LambdaConfig?.UserMigration
      ? []
      : [
          {
            about: 'passwords',
            what: 'No function is asked for the passwords of users who have none here.',
            todo: 'Deploy migrateCognitoUsers for the former pool and pull again with --user-migration <its ARN>. Without it, users get a new password by ForgotPassword.',
          },
        ]),
    ...(isOwnKey
      ? [
          {
            about: 'settings',
            what: 'KeyConfiguration is left out.',
            todo: 'The key of the deployment wraps its data keys. Give it a key of its own again: docs/own-keys.md.',
          },
        ]
      : []),
    ...(pool.SmsConfiguration?.EumsSms
      ? [
          {
            about: 'settings',
            what: 'SmsConfiguration.EumsSms is left out.',
            todo: 'Text messages go through SNS: see that the numbers are there, too.',
          },
        ]
      : []),
    ...(pool.EmailConfiguration?.SourceArn
      ? [
          {
            about: 'settings',
            what: `Mails are sent from ${pool.EmailConfiguration.SourceArn}.`,
            todo: 'See that the deployment may send from it: docs/messages.md.',
          },
        ]
      : []),
    ...some({
      about: 'settings',
      what: 'What becomes of the log is sent to these places.',
      todo: 'See that the deployment may write there (its setting logDestinations), or set others.',
      names: facts.logs.flatMap((log) =>
        [
          log.CloudWatchLogsConfiguration?.LogGroupArn,
          log.FirehoseConfiguration?.StreamArn,
          log.S3Configuration?.BucketArn,
        ].flatMap((arn) => arn ?? []),
      ),
    }),
  ];
};

/** What users have there that nobody is told. */
export interface UserTally {
  /** Users who sign in with a password of the pool's own. */
  readonly passwords: number;
  /** Users with an authenticator app. */
  readonly apps: number;
}

const userNotes = ({ pool }: PoolFacts, { passwords, apps }: UserTally): readonly Note[] => [
  ...(passwords > 0
    ? [
        {
          about: 'passwords',
          what: `${passwords} users have no password here, as nobody is told the hashes.`,
          todo: 'The UserMigration trigger brings each password at the first sign-in with it. Whoever does not come gets a new one by ForgotPassword.',
        },
      ]
    : []),
  ...(apps > 0
    ? [
        {
          about: 'second factors',
          what: `${apps} users have an authenticator app whose seed is told to nobody.`,
          todo: 'They register it again. Until then they are not asked for it: where MFA is ON they are asked to set it up after the password. migrateCognitoUsers takes their password only with FORMER_SECOND_FACTORS=drop; otherwise they get a new one by ForgotPassword.',
        },
      ]
    : []),
  ...(pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes('WEB_AUTHN')
    ? [
        {
          about: 'passkeys',
          what: 'Passkeys are told to nobody.',
          todo: 'Users register them again, after a sign-in in another way.',
        },
      ]
    : []),
  ...(pool.DeviceConfiguration
    ? [
        {
          about: 'devices',
          what: 'The secrets of remembered devices are told to nobody.',
          todo: 'Devices are remembered again at the next sign-in, with the second factor.',
        },
      ]
    : []),
];

/** What of a pool cannot be taken, or needs a look. `wished` is the pool as it is to be here. */
export const notesOf = (facts: PoolFacts, wished: PoolFacts, tally: UserTally): readonly Note[] => [
  ...userNotes(facts, tally),
  ...clientNotes(facts),
  ...providerNotes(facts),
  ...settingNotes(facts, wished),
  {
    about: 'tokens',
    what: 'The pool signs with new keys, and its issuer is the address of this deployment.',
    todo: 'Point apps and verifiers of tokens to it. Who is signed in there signs in again here.',
  },
];
