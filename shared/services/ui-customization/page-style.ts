import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import {
  allClients,
  imagePath,
  rulesPath,
  type UICustomization,
} from '#shared/domain/ui-customization/ui-customization.ts';
import { createCache } from '../cache/cache.ts';

/** What an administrator has set of the look of classic pages. */
export interface PageStyle {
  /** The path of rules to stand after those of all pages. */
  readonly rules: string | undefined;
  /** The path of the logo, at the host of the page. */
  readonly logo: string | undefined;
}

const known = createCache<PageStyle>(1000);

const idOf = (poolId: string, clientId: string): string => `${poolId} ${clientId}`;

/** To be called after a change: then it is read again at its next use. Other clients see one of `ALL` later. */
export const forgetPageStyle = ({ poolId, clientId }: Pick<UICustomization, 'poolId' | 'clientId'>): void =>
  known.delete(idOf(poolId, clientId));

/** The look of a client's pages: its own, else that of all clients. Cached for ten seconds: one request, or none. */
export const pageStyle = async ({
  id,
  poolId,
}: {
  readonly id: string;
  readonly poolId: string;
}): Promise<PageStyle> => {
  const recalled = known.get(idOf(poolId, id));
  if (recalled) return recalled;
  const [own, common] = await uiCustomizationRepository().find(poolId, [id, allClients]);
  const found = own ?? common;
  const style = { rules: found && rulesPath(found), logo: found && imagePath(found) };
  known.set(idOf(poolId, id), style);
  return style;
};
