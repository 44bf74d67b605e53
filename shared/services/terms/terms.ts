/** Terms of app clients as administrators see and change them: read from the store, not from a cache. */
import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { appClientRepository } from '#shared/data/app-clients/app-client-repository.ts';
import { type Item, table } from '#shared/data/table.ts';
import { termsRepository } from '#shared/data/terms/terms-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { assertLinks, mostTerms, type Terms } from '#shared/domain/terms/terms.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noClient } from '../directory/directory.ts';
import { forgetTermsLinks } from './terms-links.ts';

/** What a request says of new terms. */
export interface NewTerms extends Pick<Terms, 'poolId' | 'clientId' | 'name'> {
  /** Undefined where the request has none, which is refused. */
  readonly links: Terms['links'] | undefined;
}

/** What terms can be changed in. Undefined members stay as they are. */
export interface TermsFacts {
  readonly name: string | undefined;
  readonly links: Terms['links'] | undefined;
}

const none = (what: string): CognitoException => new CognitoException('ResourceNotFoundException', what);

const taken =
  ({ clientId, name }: Pick<Terms, 'clientId' | 'name'>) =>
  (): CognitoException =>
    new CognitoException('TermsExistsException', `The app client ${clientId} has terms with the name ${name} already.`);

const full = (): CognitoException =>
  new CognitoException('LimitExceededException', `A user pool has ${mostTerms} terms at most.`);

/**
 * Throws InvalidParameterException for links that cannot be, ResourceNotFoundException without the app client,
 * TermsExistsException, LimitExceededException.
 */
export const createTerms = async ({ poolId, clientId, name, links = {} }: NewTerms): Promise<Terms> => {
  assertLinks(links);
  const at = now();
  const terms: Terms = { id: randomUUID(), poolId, clientId, name, links, createdAt: at, updatedAt: at, version: 1 };
  await table().write([
    appClientRepository().present(poolId, clientId, () => noClient(clientId)),
    ...termsRepository().create(terms, { taken: taken(terms), full }),
  ]);
  forgetTermsLinks(terms);
  return terms;
};

/** Throws ResourceNotFoundException. */
export const getTerms = async (poolId: string, id: string): Promise<Terms> => {
  const terms = await termsRepository().find(poolId, id);
  if (!terms) throw none(`Terms ${id} do not exist.`);
  return terms;
};

/** Throws ResourceNotFoundException. */
export const getTermsOfClient = async (poolId: string, clientId: string, name: string): Promise<Terms> => {
  const terms = await termsRepository().findByClient(poolId, clientId, name);
  if (!terms) throw none(`The app client ${clientId} has no terms with the name ${name}.`);
  return terms;
};

/**
 * Changes terms. Throws InvalidParameterException for links that cannot be, ResourceNotFoundException,
 * TermsExistsException where the app client has others of the new name, ConcurrentModificationException after the last
 * try.
 */
export const changeTerms = async (poolId: string, id: string, { name, links }: TermsFacts): Promise<Terms> => {
  if (links) assertLinks(links);
  return retryOnConflict(async () => {
    const before = await getTerms(poolId, id);
    const after: Terms = {
      ...before,
      name: name ?? before.name,
      links: links ?? before.links,
      updatedAt: now(),
      version: before.version + 1,
    };
    await table().write(termsRepository().replace(before, after, taken(after)));
    forgetTermsLinks(after);
    return after;
  });
};

/** Throws ResourceNotFoundException, ConcurrentModificationException after the last try. */
export const deleteTerms = (poolId: string, id: string): Promise<void> =>
  retryOnConflict(async () => {
    const terms = await getTerms(poolId, id);
    await table().write(termsRepository().remove(terms));
    forgetTermsLinks(terms);
  });

/** All terms of a pool. */
export const allTerms = async (poolId: string): Promise<readonly Terms[]> => {
  const found: Terms[] = [];
  let start: Item | undefined;
  do {
    const page = await termsRepository().page(poolId, mostTerms, start);
    found.push(...page.terms);
    start = page.next;
  } while (start);
  return found;
};
