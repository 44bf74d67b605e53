import { now } from '#shared/config/clock.ts';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import type { AcceptedTerms } from '#shared/domain/terms/accepted-terms.ts';
import { linkFor, type Terms, type TermsName, termsNames } from '#shared/domain/terms/terms.ts';
import { createCache } from '../cache/cache.ts';

/** A document as pages tell of it. */
export interface TermsLink {
  /** Where the document is in the language of the page. */
  readonly address: string;
  /** Which document it is, and which version of its links: what somebody accepts. */
  readonly id: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

export type TermsLinks = Readonly<Record<TermsName, TermsLink>>;

const known = createCache<readonly Terms[]>(1000);

/** To be called after a change of a client's terms: then they are read again at their next use. */
export const forgetTermsLinks = ({ clientId }: Pick<Terms, 'clientId'>): void => known.delete(clientId);

const recalled = async ({ id, poolId }: ClientOfPool): Promise<readonly Terms[]> => {
  const before = known.get(id);
  if (before) return before;
  const found = await termsRepository().ofClient(poolId, id);
  known.set(id, found);
  return found;
};

/** What the links are asked for: an app client of a pool. */
interface ClientOfPool {
  readonly id: string;
  readonly poolId: string;
}

/**
 * The links to the client's terms for a language of pages, such as `pt-BR`. Undefined unless the client has both
 * documents, as in Cognito. They are cached for ten seconds: one request, or none.
 */
export const termsLinks = async (client: ClientOfPool, language: string): Promise<TermsLinks | undefined> => {
  const terms = await recalled(client);
  const toLink = (name: TermsName): TermsLink | undefined => {
    const found = terms.find((one) => one.name === name);
    const address = found && linkFor(found, language);
    if (!found || address === undefined) return undefined;
    const { id, version, updatedAt } = found;
    return { address, id, version, updatedAt };
  };
  const [use, privacy] = termsNames.map(toLink);
  return use && privacy && { 'terms-of-use': use, 'privacy-policy': privacy };
};

/** What a form carries to say which documents its page showed, in which versions. */
export const termsMark = (links: TermsLinks): string =>
  termsNames.map((name) => `${links[name].id}.${links[name].version}`).join(' ');

const toAccepted = (client: ClientOfPool, links: TermsLinks, language: string): readonly AcceptedTerms[] =>
  termsNames.map((name) => {
    const { id: termsId, address: link, updatedAt } = links[name];
    return { termsId, name, clientId: client.id, link, language, updatedAt, acceptedAt: now() };
  });

/**
 * What somebody accepts who posts a form with that mark: nothing, where the page showed no documents. Undefined where
 * they have changed since, so that the page has to be shown again. Two requests at most, and usually none.
 */
export const acceptedBy = async (
  client: ClientOfPool,
  language: string,
  mark: string | undefined,
): Promise<readonly AcceptedTerms[] | undefined> => {
  if (mark === undefined) return [];
  let links = await termsLinks(client, language);
  // The page may have come from a function that knows later links than this one.
  if (links && mark !== termsMark(links)) {
    forgetTermsLinks({ clientId: client.id });
    links = await termsLinks(client, language);
  }
  if (!links) return [];
  return mark === termsMark(links) ? toAccepted(client, links, language) : undefined;
};
