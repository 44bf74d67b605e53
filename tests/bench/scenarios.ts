import { createHmac } from 'node:crypto';
import { startClient } from '#tests/support/srp-client.ts';
import { type Connection, textIn } from './connection.ts';
import type { Work } from './load.ts';
import { password, type Sample, type SampleUser } from './sample.ts';

const timestamp = (): string => {
  const [weekday = '', day, month, year, time] = new Date().toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${Number(day)} ${time} UTC ${year}`;
};

const signInBySrp = async ({ call }: Connection, { poolId, clientId }: Sample, user: SampleUser): Promise<void> => {
  const srp = startClient();
  const { ChallengeParameters: given } = await call('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: user.username, SRP_A: srp.srpA },
  });
  const userId = textIn(given, 'USER_ID_FOR_SRP');
  const block = textIn(given, 'SECRET_BLOCK');
  const poolName = poolId.slice(poolId.indexOf('_') + 1);
  const salt = Buffer.from(textIn(given, 'SALT'), 'hex');
  const key = srp.keyFor({ poolName, userId, password, salt }, textIn(given, 'SRP_B'));
  const TIMESTAMP = timestamp();
  const claim = createHmac('sha256', key).update(`${poolName}${userId}`).update(Buffer.from(block, 'base64'));
  await call('RespondToAuthChallenge', {
    ClientId: clientId,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: userId,
      PASSWORD_CLAIM_SECRET_BLOCK: block,
      PASSWORD_CLAIM_SIGNATURE: claim.update(TIMESTAMP).digest('base64'),
      TIMESTAMP,
    },
  });
};

/** What is measured over HTTP, by name. Each piece uses another user, so that no two at once use the same. */
export const scenariosOf = (connection: Connection, sample: Sample): Readonly<Record<string, Work>> => {
  const { call } = connection;
  const { poolId, clientId, users } = sample;
  const userAt = (turn: number): SampleUser => {
    const user = users[turn % users.length];
    if (!user) throw new Error('The sample has no users.');
    return user;
  };
  let signedUp = 0;

  return {
    'InitiateAuth USER_PASSWORD_AUTH': (turn) =>
      call('InitiateAuth', {
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: userAt(turn).username, PASSWORD: password },
      }),
    'USER_SRP_AUTH + PASSWORD_VERIFIER': (turn) => signInBySrp(connection, sample, userAt(turn)),
    'InitiateAuth REFRESH_TOKEN_AUTH': (turn) =>
      call('InitiateAuth', {
        ClientId: clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: userAt(turn).refreshToken },
      }),
    GetUser: (turn) => call('GetUser', { AccessToken: userAt(turn).accessToken }),
    SignUp: () => {
      const name = `new-${++signedUp}`;
      const UserAttributes = [{ Name: 'email', Value: `${name}@example.com` }];
      return call('SignUp', { ClientId: clientId, Username: name, Password: password, UserAttributes });
    },
    'ListUsers, email = …': (turn) =>
      call('ListUsers', { UserPoolId: poolId, Filter: `email = "${userAt(turn).email}"` }, { signed: true }),
  };
};
