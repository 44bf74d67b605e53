/** Tries of a provider: a sign-in that ends in a report, and never in a user or a session. */
import { mayWrite } from '../app-clients/app-client.ts';
import type { ClaimValue, ExternalIdentity, ProviderAttributes } from './external-identity.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { faultsOf, mapped, permissionOf, updated } from './mapped-attributes.ts';

/** How far a test has come: begun by an administrator, gone to the provider in a browser, come back from it. */
export type ProviderTestStatus = 'WAITING' | 'AT_PROVIDER' | 'SUCCEEDED' | 'FAILED';

/** Why nobody would have been signed in: the code and the words that an app would get. */
export interface ProviderTestError {
  readonly code: string;
  readonly message: string;
}

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

interface Mapped {
  /** The name in users. */
  readonly name: string;
  /** The name that the provider uses, where one is mapped. */
  readonly from?: string;
  readonly reason: string;
}

/** What came of a test. */
export interface ProviderTestOutcome {
  readonly error?: ProviderTestError;
  /** Whom the provider means. */
  readonly subject?: string;
  /** What the provider says, and what the InboundFederation trigger made of it, as texts. No tokens. */
  readonly claims: readonly NamedValue[];
  /** How many claims are not told, as there were too many. */
  readonly claimsLeftOut: number;
  /** The attributes that a new user would have. */
  readonly attributes: readonly NamedValue[];
  /** Attributes that are mapped and get no value. */
  readonly skipped: readonly Mapped[];
  /** Attributes for which nobody would be signed in. */
  readonly faults: readonly Mapped[];
}

/** An outcome of which nothing is known but why. */
export const failedOutcome = (error: ProviderTestError): ProviderTestOutcome => ({
  error,
  claims: [],
  claimsLeftOut: 0,
  attributes: [],
  skipped: [],
  faults: [],
});

// Together they stay far below the 400 kB that an item of the table may have, also in base64.
const mostClaims = 200;
const longestClaim = 2048;
const mostText = 100_000;

// Half a character cannot be stored: neither one that was sent so, nor one that was cut.
const shortened = (text: string): string =>
  (text.length <= longestClaim ? text : `${text.slice(0, longestClaim)}…`).toWellFormed();

const textOf = (value: ClaimValue): string => shortened(typeof value === 'string' ? value : JSON.stringify(value));

// A provider may answer them beside its claims.
const isToken = (name: string): boolean =>
  /(?:^|_|^access|^id|^refresh)(?:token|secret)$/i.test(name) || /[a-z](?:Token|Secret)$/.test(name);

/** @public The claims as they are told: no tokens, each as a text that is cut where it is long, and no more than an item can hold. */
export const toldClaims = (attributes: ProviderAttributes): Pick<ProviderTestOutcome, 'claims' | 'claimsLeftOut'> => {
  const all = Object.entries(attributes).filter(([name]) => !isToken(name));
  let room = mostText;
  const claims = all.slice(0, mostClaims).flatMap(([name, value]) => {
    const one = { name: shortened(name), value: textOf(value) };
    room -= one.name.length + one.value.length;
    return room < 0 ? [] : [one];
  });
  return { claims, claimsLeftOut: all.length - claims.length };
};

const skippedOf = (
  { client, pool }: Parameters<typeof mapped>[0],
  { attributeMapping }: IdentityProvider,
  attributes: ProviderAttributes,
): readonly Mapped[] =>
  Object.entries(attributeMapping).flatMap(([name, from]) => {
    if (name === 'username') return [];
    if (!mayWrite(client, pool, permissionOf(name))) {
      return [{ name, from, reason: 'The app client may not write the attribute.' }];
    }
    const isSent = Object.hasOwn(attributes, from) && attributes[from] !== null;
    return isSent ? [] : [{ name, from, reason: 'The provider did not send it.' }];
  });

/** What would become of somebody whom the provider has authenticated, if that were a first sign-in. */
export const outcomeOf = (
  app: Parameters<typeof mapped>[0],
  provider: IdentityProvider,
  { subject }: Pick<ExternalIdentity, 'subject'>,
  attributes: ProviderAttributes,
): ProviderTestOutcome => {
  const given = updated({}, mapped(app, provider, attributes));
  const faults = faultsOf(app.pool, provider, given).map(({ name, from, reason }) => ({
    name,
    ...(from !== undefined && { from }),
    reason: reason ?? 'The attribute is required.',
  }));
  return {
    subject: shortened(subject),
    ...toldClaims(attributes),
    attributes: Object.entries(given).map(([name, value]) => ({
      name,
      value: isToken(provider.attributeMapping[name] ?? '') ? '…' : shortened(value),
    })),
    skipped: skippedOf(app, provider, attributes),
    faults,
  };
};
