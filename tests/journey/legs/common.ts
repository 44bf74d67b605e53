import { admin, app, type Step } from '../step.ts';

export const password = 'Correct-horse-1';
export const wrongPassword = 'Wrong-horse-1';

const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** What a pool has to state before it sends SMS. */
export const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'journey' };

/** One more app client of `{{pool}}`, by default `{{client}}`. */
export const makeClient = (settings: object = {}, fact = 'client'): Step =>
  admin(
    'CreateUserPoolClient',
    `${fact} is made`,
    { UserPoolId: '{{pool}}', ClientName: 'app', ExplicitAuthFlows: flows, ...settings },
    { keep: { [fact]: 'UserPoolClient.ClientId' } },
  );

/** A new `{{pool}}` with a new `{{client}}`. */
export const makePool = (settings: object = {}, client: object = {}): readonly Step[] => [
  admin(
    'CreateUserPool',
    'a pool is made',
    { PoolName: 'journey', ...settings },
    { keep: { pool: 'UserPool.Id', poolArn: 'UserPool.Arn' } },
  ),
  makeClient(client),
];

/** A request about a user of `{{pool}}`. */
export const ofUser = (Username: string) => ({ UserPoolId: '{{pool}}', Username });

/** Attributes in the API's form. */
export const attributes = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([Name, Value]) => ({ Name, Value }));

/** A confirmed user with a verified address and the usual password. */
export const makeUser = (Username: string, more: Readonly<Record<string, string>> = {}): readonly Step[] => [
  admin('AdminCreateUser', `${Username} is made`, {
    ...ofUser(Username),
    MessageAction: 'SUPPRESS',
    UserAttributes: attributes({ email: `${Username}@example.com`, email_verified: 'true', ...more }),
  }),
  admin('AdminSetUserPassword', `${Username} has a password`, {
    ...ofUser(Username),
    Password: password,
    Permanent: true,
  }),
];

type Told = Parameters<typeof app>[3];

/** Names for the facts of a sign-in: `{{access}}`, `{{id}}` and `{{refresh}}`, with a prefix where one is given. */
export const tokens = (as = '') => ({
  [`${as}access`]: 'AuthenticationResult.AccessToken',
  [`${as}id`]: 'AuthenticationResult.IdToken',
  [`${as}refresh`]: 'AuthenticationResult.RefreshToken',
});

/** InitiateAuth of `{{client}}` by USER_PASSWORD_AUTH, whatever it answers. */
export const beginSignIn = (USERNAME: string, name: string, told: Told = {}, more: object = {}): Step =>
  app(
    'InitiateAuth',
    name,
    {
      ClientId: '{{client}}',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password, ...more },
    },
    told,
  );

/** A sign-in that ends in tokens. */
export const signIn = (username: string, as = ''): Step =>
  beginSignIn(username, `${username} signs in`, { keep: tokens(as) });

/** An answer to a challenge of `{{client}}`, with `{{session}}`. */
export const answer = (ChallengeName: string, name: string, ChallengeResponses: object, told: Told = {}): Step =>
  app(
    'RespondToAuthChallenge',
    name,
    { ClientId: '{{client}}', ChallengeName, Session: '{{session}}', ChallengeResponses },
    told,
  );

/** A code that was not sent. */
export const otherCode = ({ code }: Readonly<Record<string, unknown>>) => {
  const digits = String(code);
  return { wrong: `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}` };
};
