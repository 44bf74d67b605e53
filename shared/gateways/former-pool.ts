import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** A user as the former pool tells of it. */
export interface FormerUser {
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** What the user switched on to be asked for after the password. */
  readonly secondFactors: readonly string[];
}

/** A user pool at Cognito that users come from. */
export interface FormerPool {
  /**
   * What the pool asks for after the right password: a challenge, or nothing. Undefined for who cannot sign in with
   * that password. Throws ServiceRefusal.
   */
  readonly signIn: (
    username: string,
    password: string,
  ) => Promise<{ readonly challenge: string | undefined } | undefined>;
  /** Undefined for a user who is not there. Throws ServiceRefusal. */
  readonly find: (username: string) => Promise<FormerUser | undefined>;
}

interface Settings {
  readonly poolId: string;
  /** It may use ADMIN_USER_PASSWORD_AUTH. */
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Where something else than Cognito answers; undefined on AWS. */
  readonly endpoint: string | undefined;
}

// Two requests, in less than a trigger has.
const timeoutMs = 2000;

const SignedIn = v.object({ ChallengeName: v.nullish(v.string()) });

const Found = v.object({
  Enabled: v.boolean(),
  UserAttributes: v.optional(v.array(v.object({ Name: v.string(), Value: v.optional(v.string(), '') })), []),
  UserMFASettingList: v.nullish(v.array(v.string()), []),
});

const nobody: ReadonlySet<string> = new Set([
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
  'UserNotFoundException',
]);

const unlessNobody = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServiceRefusal && nobody.has(error.name)) return undefined;
    throw error;
  }
};

/**
 * Speaks to a user pool with the credentials of the environment, which may AdminInitiateAuth and AdminGetUser there.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const createFormerPool = ({ poolId, clientId, clientSecret, endpoint }: Settings): FormerPool => {
  const request = createAwsRequest({ service: 'cognito-idp', endpoint });

  const ask = async (operation: 'AdminGetUser' | 'AdminInitiateAuth', input: object): Promise<unknown> => {
    const { body } = await request({
      region: poolId.slice(0, poolId.indexOf('_')),
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: poolId, ...input }),
      timeoutMs,
      // A wrong password counts there: what may have been heard is not said again.
      retriesAfter: ['throttled'],
    });
    return JSON.parse(body.toString());
  };

  const secretHash = (username: string) =>
    clientSecret === undefined
      ? {}
      : { SECRET_HASH: createHmac('sha256', clientSecret).update(`${username}${clientId}`).digest('base64') };

  return {
    signIn: (username, password) =>
      unlessNobody(
        ask('AdminInitiateAuth', {
          ClientId: clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: password, ...secretHash(username) },
        }).then((answer) => ({ challenge: v.parse(SignedIn, answer).ChallengeName ?? undefined })),
      ),

    find: (username) =>
      unlessNobody(
        ask('AdminGetUser', { Username: username }).then((answer) => {
          const { Enabled: enabled, UserAttributes, UserMFASettingList: secondFactors } = v.parse(Found, answer);
          const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
          return { enabled, attributes, secondFactors };
        }),
      ),
  };
};
