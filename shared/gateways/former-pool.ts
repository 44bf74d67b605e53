import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { AccessKey } from '#shared/config/environment.ts';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

/** A user, as the former pool describes it. */
export interface FormerUser {
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** The second factors that the user has switched on. */
  readonly secondFactors: readonly string[];
}

/** A user pool at Cognito that users come from. */
export interface FormerPool {
  /**
   * What the pool asks for after the right password: a challenge, or nothing. Undefined where nobody signs in with that
   * password. Throws ServiceRefusal.
   */
  readonly signIn: (
    username: string,
    password: string,
  ) => Promise<{ readonly challenge: string | undefined } | undefined>;
  /** Undefined where there is no such user. Throws ServiceRefusal. */
  readonly find: (username: string) => Promise<FormerUser | undefined>;
}

interface Settings {
  readonly poolId: string;
  /** An app client that allows ADMIN_USER_PASSWORD_AUTH. */
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Where something other than Cognito answers; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** What signs the requests; undefined for the credentials of the environment. */
  readonly accessKey: AccessKey | undefined;
}

// Both requests have to fit into the time of a trigger.
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
 * Calls a user pool at Cognito, with the credentials of the environment unless others are given. They need
 * AdminInitiateAuth and AdminGetUser there.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export const createFormerPool = ({ poolId, clientId, clientSecret, endpoint, accessKey }: Settings): FormerPool => {
  const request = createAwsRequest({ service: 'cognito-idp', endpoint, credentials: accessKey });

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
      // A wrong password counts there, so a request that may have been heard is not sent again.
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
