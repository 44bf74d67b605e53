import { AwsV4Signer } from 'aws4fetch';

/** Keys as STS gives them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Unsigned {
  readonly url: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The headers of a request with its signature (Signature Version 4): host, date, target and token are signed. */
export const signedHeaders = async ({ url, region, headers, body, now }: Unsigned, keys: Keys) => {
  const datetime = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const signer = new AwsV4Signer({
    method: 'POST',
    url,
    headers: { ...headers },
    body,
    ...keys,
    service: 'cognito-idp',
    region,
    datetime,
  });
  return Object.fromEntries((await signer.sign()).headers);
};
