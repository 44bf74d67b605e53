import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';
import { ServiceRefusal, textIn } from './service-refusal.ts';

const timeoutMs = 3000;

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

// Of a document in a document: what XML writes as references.
const unescaped = (text: string): string =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi, (_whole, hex, decimal, name: string) => {
    if (name) return named[name.toLowerCase()] ?? '';
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
  });

/** Reads providers of IAM. Throws ServiceRefusal. */
export const createIam = ({ endpoint }: { readonly endpoint: string | undefined }) => {
  const request = createAwsRequest({ service: 'iam', endpoint });

  const ask = async (action: string, parameters: Readonly<Record<string, string>>): Promise<string | undefined> => {
    try {
      const { body } = await request({
        // IAM is in no Region. Its signatures say this one.
        region: 'us-east-1',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: String(new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters })),
        timeoutMs,
        retriesAfter: ['silent', 'throttled', 'broken'],
      });
      return body.toString();
    } catch (error) {
      if (error instanceof ServiceRefusal && error.name === 'NoSuchEntity') return undefined;
      throw error;
    }
  };

  return {
    /**
     * The audiences of an OpenID Connect provider; undefined where there is no such provider.
     *
     * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
     */
    findAudiences: async (arn: string): Promise<readonly string[] | undefined> => {
      const answer = await ask('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn });
      if (answer === undefined) return undefined;
      const [, list = ''] = /<ClientIDList>(.*?)<\/ClientIDList>/s.exec(answer) ?? [];
      return [...list.matchAll(/<member>([^<]*)<\/member>/g)].map(([, audience = '']) => unescaped(audience));
    },

    /**
     * The metadata of a SAML provider, as XML; undefined where there is no such provider.
     *
     * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html
     */
    findSamlMetadata: async (arn: string): Promise<string | undefined> => {
      const answer = await ask('GetSAMLProvider', { SAMLProviderArn: arn });
      return answer === undefined ? undefined : unescaped(textIn(answer, 'SAMLMetadataDocument') ?? '');
    },
  };
};

export const iam = once(() => createIam({ endpoint: environment().endpoints.iam }));
