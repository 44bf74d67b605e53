import { once } from '#shared/config/once.ts';
import type { PageTexts } from '#shared/domain/page-texts/page-texts.ts';
import type { Key } from '../keys.ts';
import { pageKeys, pageTextEntries } from '../page-keys.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'PageTexts';

const toPageTexts = (item: Item): PageTexts => fromItem<PageTexts>(type, item);

const keyOf = ({ poolId, language }: Pick<PageTexts, 'poolId' | 'language'>): Key =>
  pageKeys.pageTexts(poolId, language);

/** A pool's own texts for pages, one item for each language. They go with the look of its pages. */
export const pageTextsRepository = once(() => ({
  find: async (poolId: string, language: string): Promise<PageTexts | undefined> => {
    const item = await table().get(pageKeys.pageTexts(poolId, language));
    return item && toPageTexts(item);
  },

  /** In all languages. */
  all: async (poolId: string): Promise<readonly PageTexts[]> =>
    (await table().partition(pageKeys.uiPartition(poolId), pageTextEntries)).map(toPageTexts),

  put: (texts: PageTexts): Write => ({ put: toItem(type, keyOf(texts), texts) }),

  remove: (texts: PageTexts): Write => ({ remove: keyOf(texts) }),
}));
