import { type Connection, textIn } from './connection.ts';

export interface SampleUser {
  readonly username: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A pool with a client and users to sign in as. */
export interface Sample {
  readonly poolId: string;
  readonly clientId: string;
  readonly users: readonly SampleUser[];
}

export const password = 'Correct-horse-1';

const sendsCodes = { AutoVerifiedAttributes: ['email'] };

/** Makes a pool, which sends codes by e-mail by default, and so many confirmed users in it, each signed in once. */
export const makeSample = async (
  { call }: Connection,
  size: number,
  settings: object = sendsCodes,
): Promise<Sample> => {
  const signed = { signed: true };
  const pool = await call('CreateUserPool', { PoolName: 'bench', ...settings }, signed);
  const poolId = textIn(pool, 'UserPool', 'Id');
  const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const client = await call(
    'CreateUserPoolClient',
    { UserPoolId: poolId, ClientName: 'bench', ExplicitAuthFlows: flows },
    signed,
  );
  const clientId = textIn(client, 'UserPoolClient', 'ClientId');

  const makeUser = async (number: number): Promise<SampleUser> => {
    const username = `user-${number}`;
    const email = `${username}@example.com`;
    const user = { UserPoolId: poolId, Username: username };
    const UserAttributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    await call('AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' }, signed);
    await call('AdminSetUserPassword', { ...user, Password: password, Permanent: true }, signed);
    const answer = await call('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const accessToken = textIn(answer, 'AuthenticationResult', 'AccessToken');
    return { username, email, accessToken, refreshToken: textIn(answer, 'AuthenticationResult', 'RefreshToken') };
  };

  const users: SampleUser[] = [];
  while (users.length < size) {
    const several = Array.from({ length: Math.min(8, size - users.length) }, (_none, index) => users.length + index);
    users.push(...(await Promise.all(several.map(makeUser))));
  }
  return { poolId, clientId, users };
};
