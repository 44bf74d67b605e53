import {
  AdminDeleteSoftwareTokenCommand,
  AssociateSoftwareTokenCommand,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { answerTotp, begin, codeOf, enrol, makeTotpPool, stepMs } from '#tests/support/totp.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, newHolder, newUser } from '../subjects.ts';

let optional: ReturnType<typeof makeTotpPool> | undefined;
const optionalPool = () => {
  optional ??= makeTotpPool();
  return optional;
};

let insisting: ReturnType<typeof makeTotpPool> | undefined;
const insistingPool = () => {
  insisting ??= makeTotpPool('ON');
  return insisting;
};

/** A user with an authenticator app. */
const owner = async () => {
  const pool = await optionalPool();
  const user = await enrol(pool, await newUser(pool));
  return { pool, user, later: user.enrolledAt + 2 * stepMs };
};

/** A sign-in that waits for a set-up, and its secret. */
const settingUp = async () => {
  const pool = await insistingPool();
  const user = await newUser(pool);
  const { Session } = await begin(pool, user);
  return { pool, user, begun: Session, ...(await anyone.send(new AssociateSoftwareTokenCommand({ Session }))) };
};

const createRecoveryCodes = (AccessToken: string) =>
  callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', { AccessToken });

export const softwareTokens: readonly Scenario[] = [
  {
    operation: 'AdminDeleteSoftwareToken',
    prepare: async () => {
      const { pool, user } = await owner();
      const named = { UserPoolId: pool.poolId, Username: user.username };
      return () => admin.send(new AdminDeleteSoftwareTokenCommand(named));
    },
  },
  {
    operation: 'AssociateSoftwareToken',
    prepare: async () => {
      const { AccessToken } = await newHolder(await optionalPool());
      return () => anyone.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    },
  },
  {
    operation: 'AssociateSoftwareToken',
    way: 'while signing in',
    prepare: async () => {
      const { begun: Session } = await settingUp();
      return () => anyone.send(new AssociateSoftwareTokenCommand({ Session }));
    },
  },
  {
    operation: 'CreateRecoveryCodes',
    prepare: async () => {
      const { AccessToken } = await newHolder(await optionalPool());
      return () => createRecoveryCodes(AccessToken);
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, before a code of an app',
    prepare: async () => {
      const { pool, user } = await owner();
      return () => begin(pool, user);
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'code of an app',
    prepare: async () => {
      const { pool, user, later } = await owner();
      const { Session } = await begin(pool, user, later);
      return () => answerTotp(pool, user, Session, codeOf(user.secret, later), later);
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'recovery code',
    prepare: async () => {
      const { pool, user } = await owner();
      const { RecoveryCodes } = await createRecoveryCodes(user.AccessToken);
      const { Session } = await begin(pool, user);
      return () => answerTotp(pool, user, Session, RecoveryCodes[0] ?? '');
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'set-up of an app',
    prepare: async () => {
      const { pool, user, Session: associated, SecretCode = '' } = await settingUp();
      const { Session } = await anyone.send(
        new VerifySoftwareTokenCommand({ Session: associated, UserCode: codeOf(SecretCode) }),
      );
      const ChallengeResponses = { USERNAME: user.username };
      return () =>
        anyone.send(
          new RespondToAuthChallengeCommand({
            ClientId: pool.clientId,
            ChallengeName: 'MFA_SETUP',
            Session,
            ChallengeResponses,
          }),
        );
    },
  },
  {
    operation: 'VerifySoftwareToken',
    prepare: async () => {
      const { AccessToken } = await newHolder(await optionalPool());
      const { SecretCode = '' } = await anyone.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      return () => anyone.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(SecretCode) }));
    },
  },
  {
    operation: 'VerifySoftwareToken',
    way: 'while signing in',
    prepare: async () => {
      const { Session, SecretCode = '' } = await settingUp();
      return () => anyone.send(new VerifySoftwareTokenCommand({ Session, UserCode: codeOf(SecretCode) }));
    },
  },
];
