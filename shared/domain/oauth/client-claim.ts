import { decodeJwt } from 'jose';
import { OAuthError } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';

/** How a client says who it is, before anything is proved. */
export interface ClientClaim {
  readonly clientId: string;
  /** Texts of which one is to be a secret of the client; none where it named no secret. */
  readonly secrets: readonly string[];
  /** A signed token that is to prove it: RFC 7523. */
  readonly assertion: string | undefined;
  /** True where it used HTTP's own authentication. */
  readonly byBasic: boolean;
}

type Basic = Pick<ClientClaim, 'clientId' | 'secrets'>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const badRequest = (description?: string): OAuthError => new OAuthError('invalid_request', { description });

const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/**
 * The credentials in an Authorization header; undefined where it has none. RFC 6749 section 2.3.1 has them encoded as in
 * forms, which many clients leave out: the secret is taken in both readings.
 */
const basicIn = (header = ''): Basic | undefined => {
  const [, encoded] = /^basic +(\S*)$/i.exec(header.trim()) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const mark = text.indexOf(':');
  const id = mark < 0 ? text : text.slice(0, mark);
  const secret = mark < 0 ? '' : text.slice(mark + 1);
  return {
    clientId: formDecoded(id) ?? id,
    secrets: [...new Set([secret, formDecoded(secret) ?? secret])].filter(Boolean),
  };
};

const subjectOf = (assertion: string): string | undefined => {
  try {
    return decodeJwt(assertion).sub;
  } catch {
    return undefined;
  }
};

const assertionIn = (form: Parameters): string | undefined => {
  const [type, assertion] = [form.get('client_assertion_type'), form.get('client_assertion')];
  if (type === undefined && assertion === undefined) return undefined;
  if (type !== assertionType || assertion === undefined) throw badRequest('The client assertion is not complete.');
  return assertion;
};

/**
 * The client that a request names, in its Authorization header or in its form. Throws invalid_request where it names
 * none, or proves it in more than one way.
 */
export const readClientClaim = (form: Parameters, authorization: string | undefined): ClientClaim => {
  const basic = basicIn(authorization);
  const [named, secret, assertion] = [form.get('client_id'), form.get('client_secret'), assertionIn(form)];
  const ways = [basic, secret, assertion].filter((way) => way !== undefined);
  if (ways.length > 1) throw badRequest('The client proves itself in more than one way.');
  const clientId = named ?? basic?.clientId ?? (assertion && subjectOf(assertion));
  if (!clientId) throw badRequest('The parameter client_id is missing.');
  if (basic && basic.clientId !== clientId) throw badRequest('The client names itself in two ways.');
  return {
    clientId,
    secrets: basic?.secrets ?? (secret === undefined ? [] : [secret]),
    assertion,
    byBasic: basic !== undefined,
  };
};
