import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal } from './service-refusal.ts';

const timeoutMs = 3000;

/**
 * Reads providers of IAM. Throws ServiceRefusal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
 */
const createIam = ({ endpoint }: { readonly endpoint: string | undefined }) => {
  const request = createAwsRequest({ service: 'iam', endpoint });
  return {
    /** The audiences of an OpenID Connect provider; undefined where there is no such provider. */
    findAudiences: async (arn: string): Promise<readonly string[] | undefined> => {
      const parameters = new URLSearchParams({
        Action: 'GetOpenIDConnectProvider',
        Version: '2010-05-08',
        OpenIDConnectProviderArn: arn,
      });
      try {
        const { body } = await request({
          // IAM is in no Region. Its signatures say this one.
          region: 'us-east-1',
          path: '/',
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
          body: String(parameters),
          timeoutMs,
          retriesAfter: ['silent', 'throttled', 'broken'],
        });
        const [, list = ''] = /<ClientIDList>(.*?)<\/ClientIDList>/s.exec(body.toString()) ?? [];
        return [...list.matchAll(/<member>([^<]*)<\/member>/g)].map(([, audience = '']) => audience);
      } catch (error) {
        if (error instanceof ServiceRefusal && error.name === 'NoSuchEntity') return undefined;
        throw error;
      }
    },
  };
};

export const iam = once(() => createIam({ endpoint: environment().endpoints.iam }));
