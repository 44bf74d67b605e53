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

/** TIMESTAMP in the form that clients send. */
export const english = (date: Date): string => {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(date.toUTCString()) ?? [];
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
};

type SrpClient = ReturnType<typeof startClient>;

/** The answer to PASSWORD_VERIFIER. */
export const srpProof = (
  { poolId, clientId, clientSecret }: TestPool,
  srp: SrpClient,
  parameters: Readonly<Record<string, string>>,
  { password = usual, ahead = 0, write = english } = {},
): Readonly<Record<string, string>> => {
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP: userId = '' } = parameters;
  const poolName = poolId.slice(poolId.indexOf('_') + 1);
  const key = srp.keyFor(
    { poolName, userId, password, salt: Buffer.from(SALT.padStart(SALT.length + (SALT.length % 2), '0'), 'hex') },
    SRP_B,
  );
  const TIMESTAMP = write(new Date(Date.now() + ahead));
  const signature = createHmac('sha256', key)
    .update(poolName)
    .update(userId)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP)
    .digest('base64');
  return {
    USERNAME: userId,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP,
    ...(clientSecret && { SECRET_HASH: secretHash(userId, clientId, clientSecret) }),
  };
};

/** The answer to PASSWORD_VERIFIER for a sign-in that was begun. */
export const beginSrp = async (
  pool: TestPool,
  { username, password = usual }: Who,
  {
    ahead = 0,
    at,
    flow = 'USER_SRP_AUTH',
    write = english,
  }: {
    ahead?: number;
    /** Where the clock stands still, in epoch milliseconds. */
    at?: number;
    flow?: 'USER_SRP_AUTH' | 'CUSTOM_AUTH';
    write?: (date: Date) => string;
  } = {},
): Promise<{
  readonly ChallengeName: ChallengeNameType | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly answer: RespondToAuthChallengeCommandInput;
}> => {
  const { clientId, clientSecret } = pool;
  const srp = startClient();
  const { ChallengeName, ChallengeParameters: parameters = {} } = await publicClient(
    at === undefined ? { ahead } : { at },
  ).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: flow,
      AuthParameters: {
        USERNAME: username,
        SRP_A: srp.srpA,
        ...(flow === 'CUSTOM_AUTH' && { CHALLENGE_NAME: 'SRP_A' }),
        ...(clientSecret && { SECRET_HASH: secretHash(username, clientId, clientSecret) }),
      },
    }),
  );
  const ChallengeResponses = srpProof(pool, srp, parameters, { password, ahead, write });
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
