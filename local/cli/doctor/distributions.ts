import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { explainAws } from '../settings.ts';

/** The parts of a CloudFront distribution that the checks read. */
export interface Distribution {
  /** Its own name, and its aliases. */
  readonly names: readonly string[];
  readonly hasWebAcl: boolean;
}

interface Page {
  readonly distributions: readonly Distribution[];
  readonly next: string | undefined;
}

// CloudFront belongs to no Region, and its signatures name this one.
const region = 'us-east-1';
const pageSize = '100';

const textIn = (xml: string, element: string): string | undefined =>
  new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml)?.[1];

const textsIn = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map(([, text = '']) => text);

// The first name is the distribution's own. The names of its origins come after it.
const toDistribution = (xml: string): Distribution => ({
  names: [...textsIn(xml, 'DomainName').slice(0, 1), ...textsIn(xml, 'CNAME')].map((name) => name.toLowerCase()),
  hasWebAcl: textIn(xml, 'WebACLId') !== undefined,
});

const toPage = (xml: string): Page => ({
  distributions: xml.split('<DistributionSummary>').slice(1).map(toDistribution),
  next: textIn(xml, 'IsTruncated') === 'true' ? textIn(xml, 'NextMarker') : undefined,
});

/**
 * The distributions of the AWS account whose credentials are set. Throws UsageError where none are set, and what AWS
 * throws.
 *
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const listDistributions = async function* (): AsyncGenerator<Distribution> {
  // Each client of the SDK contains its chain of credentials, and this client is installed already.
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
