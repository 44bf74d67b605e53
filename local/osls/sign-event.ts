import { createHash, createHmac } from 'node:crypto';

/** What API Gateway sends to a function, as far as signing is concerned. */
export interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly date: Date;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * The event as a client with this access key would have sent it: Signature Version 4 for service `cognito-idp` over
 * content-type, host, x-amz-date and x-amz-target. What the edge keeps for the verifier is set as the edge sets it.
 */
export const signEvent = (event: HttpEvent, signer: Signer): HttpEvent => {
  const stamp = signer.date.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${stamp.slice(0, 8)}/${signer.region}/cognito-idp/aws4_request`;
  const host = event.headers['x-orig-host'] ?? event.headers.host ?? 'localhost';
  const signed = {
    'content-type': event.headers['content-type'] ?? 'application/x-amz-json-1.1',
    host,
    'x-amz-date': stamp,
    'x-amz-target': event.headers['x-amz-target'] ?? '',
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const uri = event.headers['x-orig-uri'] ?? '/';
  const canonical = ['POST', uri, '', lines.join(''), names, sha256(event.body)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${signer.secretAccessKey}`);
  const signature = hmac(key as Buffer, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  const kept = { authorization, 'x-orig-authorization': authorization, 'x-orig-host': host, 'x-orig-uri': uri };
  return { ...event, headers: { ...event.headers, ...signed, ...kept } };
};
