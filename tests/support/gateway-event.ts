import { signEvent } from '#local/osls/sign-event.ts';

/** The stack that a request is for, and an access key that it knows. */
export interface SigningPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The settings of its functions. */
  readonly env: Readonly<Record<string, string>>;
}

/** What API Gateway hands to the function of an operation: the members as they come from the edge, signed. */
export const gatewayEvent = async (
  { env, endpoint, ...signer }: SigningPlace,
  operation: string,
  members: object,
): Promise<object> => {
  const { host } = new URL(endpoint);
  const target = `AWSCognitoIdentityProviderService.${operation}`;
  const headers = { 'content-type': 'application/x-amz-json-1.1', host, 'x-amz-target': target };
  const body = JSON.stringify(members);
  const signed = await signEvent({ headers, body }, { ...signer, date: new Date() });
  const rawPath = `/op/${operation}`;
  return {
    version: '2.0',
    routeKey: `POST ${rawPath}`,
    rawPath,
    headers: { ...signed.headers, 'x-origin-secret': env.ORIGIN_SECRETS ?? '' },
    requestContext: { http: { method: 'POST', path: rawPath, sourceIp: '127.0.0.1', userAgent: 'tests' } },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
};
