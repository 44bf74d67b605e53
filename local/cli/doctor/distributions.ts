import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { explainAws } from '../settings.ts';

/** A CloudFront distribution, as far as the checks read it. */
export interface Distribution {
  /** Its own name and those that it goes by. */
  readonly names: readonly string[];
  readonly hasWebAcl: boolean;
}

interface Page {
  readonly distributions: readonly Distribution[];
  readonly next: string | undefined;
}

// CloudFront is of no Region, and has its signatures name this one.
const region = 'us-east-1';
const pageSize = '100';

const textIn = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml)?.[1];

const textsIn = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map(([, text = '']) => text);

// The first name is the distribution's own: those of its origins come after.
const toDistribution = (xml: string): Distribution => ({
  names: [...textsIn(xml, 'DomainName').slice(0, 1), ...textsIn(xml, 'CNAME')].map((name) => name.toLowerCase()),
  hasWebAcl: textIn(xml, 'WebACLId') !== undefined,
});

const toPage = (xml: string): Page => ({
  distributions: xml.split('<DistributionSummary>').slice(1).map(toDistribution),
  next: textIn(xml, 'IsTruncated') === 'true' ? textIn(xml, 'NextMarker') : undefined,
});

/**
 * The distributions of an AWS account, by its credentials. Throws UsageError where there are none, and what AWS says.
 *
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const listDistributions = async function* (): AsyncGenerator<Distribution> {
  // The SDK's chain of credentials comes with each of its clients: this one is here already.
  const credentials = await new DynamoDBClient({ region }).config.credentials().catch(explainAws);
  const signer = new SignatureV4({ service: 'cloudfront', region, credentials, sha256: Sha256 });
  const url = new URL(
    '/2020-05-31/distribution',
    process.env.AWS_ENDPOINT_URL_CLOUDFRONT ?? 'https://cloudfront.amazonaws.com',
  );
  let marker: string | undefined;
  do {
    const query = { MaxItems: pageSize, ...(marker && { Marker: marker }) };
    const { protocol, hostname, pathname: path, host } = url;
    const signed = await signer.sign({ method: 'GET', protocol, hostname, path, query, headers: { host } });
    const { host: _, ...headers } = signed.headers;
    const answer = await fetch(`${url}?${new URLSearchParams(query)}`, { headers, redirect: 'manual' });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`CloudFront says: ${textIn(text, 'Message') ?? `status ${answer.status}`}`);
    const { distributions, next } = toPage(text);
    yield* distributions;
    marker = next;
  } while (marker !== undefined);
};
