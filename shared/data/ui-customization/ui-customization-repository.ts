import { once } from '#shared/config/once.ts';
import type { Image } from '#shared/domain/ui-customization/image.ts';
import type { UICustomization } from '#shared/domain/ui-customization/ui-customization.ts';
import { removePartition } from '../bulk-removal.ts';
import type { Key } from '../keys.ts';
import { pageKeys, uiEntries } from '../page-keys.ts';
import { fromItem, type Item, table, toItem } from '../table.ts';
import type { Write } from '../write.ts';

/** Whose look it is. */
type Owner = Pick<UICustomization, 'poolId' | 'clientId'>;

const type = 'UICustomization';
const imageType = 'UIImage';

const toUICustomization = (item: Item): UICustomization => fromItem<UICustomization>(type, item);

const keyOf = ({ poolId, clientId }: Owner): Key => pageKeys.uiStyle(poolId, clientId);
const keyOfImage = ({ poolId, clientId }: Owner): Key => pageKeys.uiImage(poolId, clientId);

const putImage = (owner: Owner, image: Image): Write => ({ put: toItem(imageType, keyOfImage(owner), image) });

const remove = (owner: Owner): readonly Write[] => [{ remove: keyOf(owner) }, { remove: keyOfImage(owner) }];

/** How classic pages look, all of a pool in one partition. A logo is an item of its own: pages do not read it. */
export const uiCustomizationRepository = once(() => ({
  /** What is set for each of these, or undefined. One request. */
  find: async (poolId: string, clientIds: readonly string[]): Promise<readonly (UICustomization | undefined)[]> => {
    const items = await table().getAll(clientIds.map((clientId) => keyOf({ poolId, clientId })));
    return items.map((item) => item && toUICustomization(item));
  },

  findImage: async (owner: Owner): Promise<Image | undefined> => {
    const item = await table().get(keyOfImage(owner));
    return item && fromItem<Image>(imageType, item);
  },

  /** All of a pool. */
  all: async (poolId: string): Promise<readonly UICustomization[]> =>
    (await table().partition(pageKeys.uiPartition(poolId), uiEntries)).map(toUICustomization),

  /** Replaces style sheet and logo together. */
  put: (customization: UICustomization, image: Image | undefined): readonly Write[] => [
    { put: toItem(type, keyOf(customization), customization) },
    image ? putImage(customization, image) : { remove: keyOfImage(customization) },
  ],

  remove,

  /** Removes what a deleted pool left. False where `isLate` stopped it before everything was gone. */
  removeAll: (poolId: string, isLate: () => boolean): Promise<boolean> =>
    removePartition(table(), pageKeys.uiPartition(poolId), isLate),
}));
