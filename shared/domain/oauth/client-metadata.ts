/** What clients say of themselves: RFC 7591 section 2, and documents of the same form that are client ids. */
import * as v from 'valibot';
import { type AuthMethod, authMethods } from '../app-clients/client-registration.ts';
import { registeredRedirectFault } from '../app-clients/redirects.ts';
import type { RegistrableFlow } from '../user-pools/registration-settings.ts';
import { OAuthError, type OAuthErrorCode } from './oauth-error.ts';
import { toScopes } from './scopes.ts';

/** What a client asks for, read and checked. */
export interface ClientMetadata {
  readonly redirectUris: readonly string[];
  readonly name: string | undefined;
  readonly authMethod: AuthMethod;
  readonly flow: RegistrableFlow;
  /** What it wants where a request names no scopes. */
  readonly scopes: readonly string[] | undefined;
  readonly jwksUri: string | undefined;
  /** A JSON Web Key Set, as text. */
  readonly jwks: string | undefined;
  readonly backchannelLogoutUri: string | undefined;
  readonly backchannelLogoutSessionRequired: boolean;
  /** What else it states that we keep, by the names of RFC 7591. */
  readonly stated: Readonly<Record<string, string>>;
}

const mostRedirects = 20;
const mostName = 128;
const mostText = 2048;

const Text = v.pipe(v.string(), v.maxLength(mostText));
const Texts = v.pipe(v.array(Text), v.maxLength(100));

const Metadata = v.object({
  redirect_uris: v.optional(Texts),
  client_name: v.optional(Text),
  token_endpoint_auth_method: v.optional(Text),
  grant_types: v.optional(Texts),
  response_types: v.optional(Texts),
  scope: v.optional(v.string()),
  jwks_uri: v.optional(Text),
  jwks: v.optional(v.looseObject({})),
  client_uri: v.optional(Text),
  tos_uri: v.optional(Text),
  policy_uri: v.optional(Text),
  software_id: v.optional(Text),
  software_version: v.optional(Text),
  application_type: v.optional(Text),
  backchannel_logout_uri: v.optional(Text),
  backchannel_logout_session_required: v.optional(v.boolean()),
});

type Given = v.InferOutput<typeof Metadata>;

const refused = (code: OAuthErrorCode, description: string): OAuthError => new OAuthError(code, { description });

const badMetadata = (description: string): OAuthError => refused('invalid_client_metadata', description);

// What no name needs: control characters, and marks that change the direction or hide.
const unseen = /[\p{C}\u2028\u2029\ufeff]/gu;

/** The name as people read it; undefined for one of which nothing is left. */
const nameOf = (given = ''): string | undefined => {
  const name = given.toWellFormed().normalize('NFKC').replace(unseen, '').replace(/\s+/g, ' ').trim();
  return [...name].slice(0, mostName).join('').trim() || undefined;
};

const redirectsOf = ({ redirect_uris: given = [] }: Given, flow: RegistrableFlow): readonly string[] => {
  if (flow === 'client_credentials') return [];
  const uris = [...new Set(given)];
  if (uris.length === 0 || uris.length > mostRedirects) {
    throw refused('invalid_redirect_uri', `A client has 1 to ${mostRedirects} redirect_uris.`);
  }
  const fault = uris.map(registeredRedirectFault).find((found) => found !== undefined);
  if (fault !== undefined) throw refused('invalid_redirect_uri', fault);
  return uris;
};

const flows: readonly (readonly [string, RegistrableFlow])[] = [
  ['authorization_code', 'code'],
  ['client_credentials', 'client_credentials'],
];

// What a client asks for beside that is left out: the answer says what it got.
const flowOf = (
  { grant_types: asked = ['authorization_code'] }: Given,
  allowed: readonly string[],
): RegistrableFlow => {
  const [flow] = flows.flatMap(([name, one]) => (asked.includes(name) && allowed.includes(one) ? [one] : []));
  if (flow === undefined) throw badMetadata('None of the grant_types may be registered.');
  return flow;
};

const methodOf = ({ token_endpoint_auth_method: asked = 'client_secret_basic' }: Given): AuthMethod => {
  const method = authMethods.find((known) => known === asked);
  if (method === undefined) throw badMetadata('The token_endpoint_auth_method is not supported.');
  return method;
};

const assertTypes = ({ response_types: asked = ['code'] }: Given, flow: RegistrableFlow): void => {
  if (flow === 'code' && !asked.includes('code')) throw badMetadata('The response_types lack code.');
};

const keysOf = ({ jwks_uri: jwksUri, jwks }: Given, method: AuthMethod) => {
  // Others may state keys, too: they prove nothing with them here.
  if (method !== 'private_key_jwt') return { jwksUri: undefined, jwks: undefined };
  return { jwksUri, jwks: jwks && JSON.stringify(jwks) };
};

const originOf = (uri: string): string | undefined => URL.parse(uri)?.origin;

// Whoever registers could have us ask anybody: only the server that also gets its users.
const logoutOf = (given: Given, redirectUris: readonly string[]) => {
  const { backchannel_logout_uri: uri, backchannel_logout_session_required: sessionRequired = false } = given;
  if (uri !== undefined && !redirectUris.some((redirect) => originOf(redirect) === originOf(uri))) {
    throw badMetadata('The backchannel_logout_uri is not at the server of a redirect URI.');
  }
  return { backchannelLogoutUri: uri, backchannelLogoutSessionRequired: uri !== undefined && sessionRequired };
};

const kept = ['client_uri', 'tos_uri', 'policy_uri', 'software_id', 'software_version', 'application_type'] as const;

const links: readonly string[] = ['client_uri', 'tos_uri', 'policy_uri'];

const statedOf = (given: Given): Readonly<Record<string, string>> => {
  const stated: Record<string, string> = {};
  for (const name of kept) {
    const value = given[name];
    if (value === undefined) continue;
    if (links.includes(name) && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
      throw badMetadata(`The ${name} is no web address.`);
    }
    stated[name] = value;
  }
  return stated;
};

/** The metadata that were given, with defaults by RFC 7591. Throws invalid_client_metadata and invalid_redirect_uri. */
export const readClientMetadata = (value: unknown, allowed: readonly RegistrableFlow[]): ClientMetadata => {
  const {
    success,
    output: given,
    issues,
  } = v.safeParse(Metadata, Array.isArray(value) ? undefined : value, {
    abortEarly: true,
  });
  if (!success) {
    const member = v.getDotPath(issues[0]);
    throw badMetadata(member ? `The member ${member} is not valid.` : 'The metadata are no JSON object.');
  }
  const flow = flowOf(given, allowed);
  const authMethod = methodOf(given);
  assertTypes(given, flow);
  if (flow === 'client_credentials' && authMethod === 'none') {
    throw badMetadata('The grant client_credentials is for clients that prove themselves.');
  }
  const scopes = [...new Set(toScopes(given.scope ?? ''))];
  const redirectUris = redirectsOf(given, flow);
  return {
    redirectUris,
    name: nameOf(given.client_name),
    authMethod,
    flow,
    scopes: scopes.length > 0 ? scopes : undefined,
    ...keysOf(given, authMethod),
    ...logoutOf(given, redirectUris),
    stated: statedOf(given),
  };
};

/** The metadata in the document at that URL, which has to name it. Such a client has no secret. Throws as above. */
export const readClientDocument = (url: string, value: unknown): ClientMetadata => {
  const named = v.safeParse(v.object({ client_id: v.literal(url), client_secret: v.optional(v.never()) }), value);
  if (!named.success) throw badMetadata('The document is not that of this client.');
  const given: object = typeof value === 'object' && value !== null ? value : {};
  // Without a word on it, it has nothing to prove itself by.
  const metadata = readClientMetadata({ token_endpoint_auth_method: 'none', ...given }, ['code']);
  if (metadata.name === undefined) throw badMetadata('The document has no client_name.');
  if (metadata.authMethod.startsWith('client_secret')) throw badMetadata('A client with a document has no secret.');
  return metadata;
};

// No fragment, credentials or query, no path that means another one, and one that is more than the root.
const documentForm = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/[\w~!$&'()*+,;=:@%./-]+$/;

/** True for a client id that may be the URL of a metadata document. */
export const isDocumentId = (clientId: string): boolean => {
  if (clientId.length > 512 || !documentForm.test(clientId)) return false;
  // The parser would write what is not in its simplest form in another way.
  return URL.parse(clientId)?.href === clientId;
};
