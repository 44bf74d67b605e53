import { poolIdIn } from '../user-pools/issuer-name.ts';
import { poolRegion } from '../user-pools/user-pool.ts';

/** Where the issuers of this deployment's user pools are. */
export interface Place {
  readonly issuerOrigin: string;
}

/** Providers that have one name for everybody. Pools name their apps there in SupportedLoginProviders. */
export const publicProviders: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'appleid.apple.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/** The name under which tokens of the identity pool itself are logins: those that a developer's backend got. */
export const ownProvider = 'cognito-identity.amazonaws.com';

const poolForm = /^[\w-]{1,45}_[0-9a-zA-Z]{1,9}$/;
const awsForm = /^cognito-idp\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(.+)$/;

const isPoolOf = (poolId: string, region: string): boolean => poolForm.test(poolId) && poolRegion(poolId) === region;

/**
 * The id of the user pool that a provider's name stands for: by the name that Cognito has for it, or by its issuer here,
 * without the scheme, as clients take it out of a token. Undefined for any other name.
 */
export const findUserPool = (name: string, { issuerOrigin }: Place): string | undefined => {
  const [, region = '', named = ''] = awsForm.exec(name) ?? [];
  if (isPoolOf(named, region)) return named;
  const prefix = `${issuerOrigin.replace(/^https?:\/\//, '')}/`;
  if (!name.startsWith(prefix)) return undefined;
  const poolId = poolIdIn(name.slice(prefix.length));
  return poolForm.test(poolId) ? poolId : undefined;
};

/** The name that Cognito has for a user pool as provider. */
export const userPoolProvider = (poolId: string): string => `cognito-idp.${poolRegion(poolId)}.amazonaws.com/${poolId}`;

/** An app client of a user pool. */
export interface ProvidingClient {
  readonly poolId: string;
  readonly clientId: string;
}

/** The client in a name with a client's id behind the name of a user pool; undefined for any other name. */
export const findProvidingClient = (name: string, place: Place): ProvidingClient | undefined => {
  const end = name.lastIndexOf(':');
  const poolId = end < 0 ? undefined : findUserPool(name.slice(0, end), place);
  const clientId = name.slice(end + 1);
  return poolId !== undefined && /^[\w+]{1,128}$/.test(clientId) ? { poolId, clientId } : undefined;
};

/** The issuer, without its scheme, in the ARN of an OpenID Connect provider of IAM; undefined for any other ARN. */
export const issuerInArn = (arn: string): string | undefined =>
  /^arn:[\w-]+:iam::\d{12}:oidc-provider\/([^\s/?#@]+(?:\/[^\s?#]*)?)$/.exec(arn)?.[1];

/** True for the ARN of a SAML provider of IAM. */
export const isSamlArn = (arn: string): boolean => /^arn:[\w-]+:iam::\d{12}:saml-provider\/[\w._-]{1,128}$/.test(arn);

/** One name for each provider, whichever name it was given by: user pools have several. */
export const providerKey = (name: string, place: Place): string => {
  const client = findProvidingClient(name, place);
  if (client) return `${userPoolProvider(client.poolId)}:${client.clientId}`;
  const poolId = findUserPool(name, place);
  return poolId === undefined ? name : userPoolProvider(poolId);
};
