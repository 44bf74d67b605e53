/** Texts of pages that a pool has of its own. Pages find them in a cache that keeps them for ten seconds. */
import { now } from '#shared/config/clock.ts';
import { pageTextsRepository } from '#shared/data/page-texts/page-texts-repository.ts';
import { poolRepository } from '#shared/data/pools/pool-repository.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { PoolRecordLine } from '#shared/domain/exports/pool-record.ts';
import { languagesWith, type PageTexts } from '#shared/domain/page-texts/page-texts.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { cached } from '../cache/cache.ts';
import { forgetPool } from '../directory/directory.ts';
import { getUserPool } from '../user-pools/user-pools.ts';

const nameOf = (poolId: string, language: string): string => `${poolId} ${language}`;

const known = cached((name) => {
  const [poolId = '', language = ''] = name.split(' ');
  return pageTextsRepository().find(poolId, language);
});

/**
 * Replaces the texts of a pool in one language; without any, those of the pages hold again. Throws
 * ResourceNotFoundException, or ConcurrentModificationException after the last try.
 */
export const setPageTexts = (given: PageTexts): Promise<void> =>
  retryOnConflict(async () => {
    const { poolId, language, texts } = given;
    const { pool } = await getUserPool(poolId);
    const hasTexts = Object.keys(texts).length > 0;
    // The pool says in which languages there are texts, so that pages read none where there are none.
    const changed: UserPool = {
      ...pool,
      textLanguages: languagesWith(pool, language, hasTexts),
      updatedAt: now(),
      version: pool.version + 1,
    };
    const write = hasTexts ? pageTextsRepository().put(given) : pageTextsRepository().remove(given);
    await table().write([poolRepository().update(changed), write]);
    known.forget(nameOf(poolId, language));
    forgetPool(changed);
  });

/** The texts of a pool in that language, as they are in the store. Throws ResourceNotFoundException. */
export const getPageTexts = async (poolId: string, language: string): Promise<PageTexts['texts']> => {
  await getUserPool(poolId);
  return (await pageTextsRepository().find(poolId, language))?.texts ?? {};
};

/** The same for pages. Nothing is read for a pool that has none in that language. */
export const pageTextsOf = async (
  { id, textLanguages = [] }: Pick<UserPool, 'id' | 'textLanguages'>,
  language: string,
): Promise<PageTexts['texts']> => {
  if (!textLanguages.includes(language)) return {};
  return (await known.find(nameOf(id, language)))?.texts ?? {};
};

/** What a pool has in all languages, as exports carry it; undefined where it has none. */
export const carriedPageTexts = async ({
  id,
  textLanguages = [],
}: Pick<UserPool, 'id' | 'textLanguages'>): Promise<PoolRecordLine['pageTexts']> => {
  if (textLanguages.length === 0) return undefined;
  const found = await pageTextsRepository().all(id);
  return Object.fromEntries(found.map(({ language, texts }) => [language, texts]));
};

/** The writes of the texts in a record. Texts that pages do not know are kept, and not shown. */
export const restoredPageTexts = (poolId: string, { pageTexts = {} }: PoolRecordLine): readonly Write[] =>
  Object.entries(pageTexts).map(([language, texts]) => pageTextsRepository().put({ poolId, language, texts }));
