import { createHmac } from 'node:crypto';
import {
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandInput,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicClient, secretHash } from './clients.ts';
import { type TestPool, password as usual } from './pools.ts';
import { startClient } from './srp-client.ts';

interface Who {
  readonly username: string;
  readonly password?: string;
}

const english = (date: Date): string => {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(date.toUTCString()) ?? [];
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
};

/** What PASSWORD_VERIFIER is to be answered with, for a sign-in that was begun. */
export const beginSrp = async (
  { poolId, clientId, clientSecret }: TestPool,
  { username, password = usual }: Who,
  { ahead = 0 } = {},
): Promise<{
  readonly ChallengeName: ChallengeNameType | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly answer: RespondToAuthChallengeCommandInput;
}> => {
  const srp = startClient();
  const { ChallengeName, ChallengeParameters: parameters = {} } = await publicClient({ ahead }).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: {
        USERNAME: username,
        SRP_A: srp.srpA,
        ...(clientSecret && { SECRET_HASH: secretHash(username, clientId, clientSecret) }),
      },
    }),
  );
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP: userId = '' } = parameters;
  const poolName = poolId.slice(poolId.indexOf('_') + 1);
  const key = srp.keyFor(
    { poolName, userId, password, salt: Buffer.from(SALT.padStart(SALT.length + (SALT.length % 2), '0'), 'hex') },
    SRP_B,
  );
  const TIMESTAMP = english(new Date(Date.now() + ahead));
  const signature = createHmac('sha256', key)
    .update(poolName)
    .update(userId)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP)
    .digest('base64');
  const ChallengeResponses = {
    USERNAME: userId,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP,
    ...(clientSecret && { SECRET_HASH: secretHash(userId, clientId, clientSecret) }),
  };
  return {
    ChallengeName,
    parameters,
    answer: { ClientId: clientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses },
  };
};

/** A sign-in by SRP, up to the answer to PASSWORD_VERIFIER. */
export const signInBySrp = async (
  pool: TestPool,
  who: Who,
  options = {},
): Promise<RespondToAuthChallengeCommandOutput> => {
  const { answer } = await beginSrp(pool, who, options);
  return publicClient(options).send(new RespondToAuthChallengeCommand(answer));
};
