import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import { linkFor, type Terms, type TermsName, termsNames } from '#shared/domain/terms/terms.ts';
import { createCache } from '../cache/cache.ts';

/** A document as pages tell of it. */
export interface TermsLink {
  /** Where the document is in the language of the page. */
  readonly address: string;
  /** Which document it is, and which version of its links: what somebody accepts. */
  readonly id: string;
  readonly version: number;
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
    return found && address !== undefined ? { address, id: found.id, version: found.version } : undefined;
  };
  const [use, privacy] = termsNames.map(toLink);
  return use && privacy && { 'terms-of-use': use, 'privacy-policy': privacy };
};
