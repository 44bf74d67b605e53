import { randomInt, randomUUID } from 'node:crypto';
import { type Connection, textIn } from '../connection.ts';
import { password } from '../sample.ts';

export interface Name {
  readonly username: string;
  readonly email: string;
}

/**
 * A pool with a client that hides who exists, and names in it: of users, of users who wait after signing up, and of
 * nobody.
 */
export interface Names {
  readonly poolId: string;
  readonly clientId: string;
  readonly users: readonly Name[];
  readonly waiting: readonly Name[];
  readonly nobody: readonly Name[];
}

// All have the same length, also that of the name for which an unknown address seems to stand.
const newName = (): Name => {
  const username = randomUUID();
  return { username, email: `${username}@example.com` };
};

const flows = [
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
];

const puzzle = 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-securityQuestion';

const inEights = async (names: readonly Name[], make: (name: Name) => Promise<unknown>): Promise<void> => {
  for (let start = 0; start < names.length; start += 8) await Promise.all(names.slice(start, start + 8).map(make));
};

/** Makes the pool, with so many names of each kind. */
export const makeNames = async ({ call }: Connection, size: number): Promise<Names> => {
  const signed = { signed: true };
  const pool = await call(
    'CreateUserPool',
    {
      PoolName: 'bench',
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] } },
      LambdaConfig: {
        DefineAuthChallenge: puzzle,
        CreateAuthChallenge: puzzle,
        VerifyAuthChallengeResponse: puzzle,
      },
    },
    signed,
  );
  const poolId = textIn(pool, 'UserPool', 'Id');
  const given = { ExplicitAuthFlows: flows, PreventUserExistenceErrors: 'ENABLED', AuthSessionValidity: 15 };
  const client = await call('CreateUserPoolClient', { UserPoolId: poolId, ClientName: 'bench', ...given }, signed);
  const clientId = textIn(client, 'UserPoolClient', 'ClientId');

  const some = (): Name[] => Array.from({ length: size }, newName);
  const users = some();
  await inEights(users, async ({ username, email }) => {
    const user = { UserPoolId: poolId, Username: username };
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'phone_number', Value: `+1${randomInt(10 ** 9, 10 ** 10)}` },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    await call('AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' }, signed);
    await call('AdminSetUserPassword', { ...user, Password: password, Permanent: true }, signed);
  });
  const waiting = some();
  await inEights(waiting, ({ username, email }) => {
    const UserAttributes = [{ Name: 'email', Value: email }];
    return call('SignUp', { ClientId: clientId, Username: username, Password: password, UserAttributes });
  });
  return { poolId, clientId, users, waiting, nobody: some() };
};
