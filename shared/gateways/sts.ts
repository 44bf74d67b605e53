import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';
import { textIn } from './service-refusal.ts';

/** Keys of a session of a role. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Asked {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: string;
  readonly seconds: number;
  /** What the session may do at most; undefined for all that the role may. */
  readonly policy: string | undefined;
}

interface Settings {
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 5000;

const present = (body: string, name: string): string => {
  const text = textIn(body, name);
  if (text === undefined) throw new Error(`STS gave no ${name}.`);
  return text;
};

/**
 * Assumes roles for whoever has a token of an OpenID provider that the role trusts. The request is unsigned: the token is
 * what proves. Throws ServiceRefusal.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const createSts = ({ region, endpoint }: Settings) => {
  const request = createAwsRequest({ service: 'sts', endpoint, isSigned: false });
  return {
    assumeRoleWithWebIdentity: async (asked: Asked): Promise<RoleSession> => {
      const { roleArn, sessionName, token, seconds, policy } = asked;
      const parameters = new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        WebIdentityToken: token,
        DurationSeconds: String(seconds),
        ...(policy !== undefined && { Policy: policy }),
      });
      const { body } = await request({
        region,
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: String(parameters),
        timeoutMs,
        retriesAfter: ['silent', 'throttled', 'broken'],
      });
      const answer = body.toString();
      return {
        accessKeyId: present(answer, 'AccessKeyId'),
        secretAccessKey: present(answer, 'SecretAccessKey'),
        sessionToken: present(answer, 'SessionToken'),
        expiresAt: Date.parse(present(answer, 'Expiration')),
      };
    },
  };
};

export const sts = once(() => {
  const { region, endpoints } = environment();
  return createSts({ region, endpoint: endpoints.sts });
});
