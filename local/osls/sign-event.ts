import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

/** The parts of API Gateway's event that matter for signing. */
export interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly date: Date;
}

/**
 * The event as if a client with this access key had sent it: with Signature Version 4 for the service of its target over
 * content-type, host, x-amz-date and x-amz-target. The copies that the edge keeps for the verifier are set as the edge
 * sets them.
 */
export const signEvent = async (event: HttpEvent, { region, date, ...credentials }: Signer): Promise<HttpEvent> => {
  const host = event.headers['x-orig-host'] ?? event.headers.host ?? 'localhost';
  const uri = event.headers['x-orig-uri'] ?? '/';
  const { pathname: path, searchParams, protocol, hostname } = new URL(uri, `http://${host}`);
  // Callers sign these four headers only, so none is added for the digest of the body.
  const applyChecksum = false;
  const target = event.headers['x-amz-target'] ?? '';
  const service = target.startsWith('AWSCognitoIdentityService.') ? 'cognito-identity' : 'cognito-idp';
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum });
  const { headers: signed } = await signer.sign(
    {
      method: 'POST',
      protocol,
      hostname,
      path,
      query: Object.fromEntries(searchParams),
      headers: {
        'content-type': event.headers['content-type'] ?? 'application/x-amz-json-1.1',
        host,
        'x-amz-target': target,
      },
      body: event.body,
    },
    { signingDate: date },
  );
  const { authorization = '' } = signed;
  const kept = { 'x-orig-authorization': authorization, 'x-orig-host': host, 'x-orig-uri': uri };
  return { ...event, headers: { ...event.headers, ...signed, ...kept } };
};
