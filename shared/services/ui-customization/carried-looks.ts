/** How classic pages look, as exports carry it. */
import { now } from '#shared/config/clock.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { PoolRecordLine, UICustomizationRecordLine } from '#shared/domain/exports/pool-record.ts';
import { toTime, toTimeText } from '#shared/domain/imports/record-time.ts';
import { assertCss } from '#shared/domain/ui-customization/css.ts';
import { type Image, toImage } from '#shared/domain/ui-customization/image.ts';
import { allClients, type UICustomization } from '#shared/domain/ui-customization/ui-customization.ts';

const toLine = async (look: UICustomization): Promise<UICustomizationRecordLine> => {
  const image = look.image && (await uiCustomizationRepository().findImage(look));
  return {
    ...(look.css !== undefined && { css: look.css }),
    ...(image && { image: Buffer.from(image.bytes).toString('base64') }),
    createdAt: toTimeText(look.createdAt),
  };
};

const toCarriedImage = (base64: string): Image => toImage(Buffer.from(base64, 'base64'));

/** What is set in a pool, by app client or `ALL`. */
export const carriedLooks = async (poolId: string): Promise<ReadonlyMap<string, UICustomizationRecordLine>> => {
  const looks = await uiCustomizationRepository().all(poolId);
  return new Map(await manyAtOnce(looks, async (look) => [look.clientId, await toLine(look)] as const));
};

/** Throws InvalidParameterException for a record with a style sheet or a logo that pages do not take. */
export const assertLooks = ({ uiCustomization, clients }: PoolRecordLine): void => {
  for (const look of [uiCustomization, ...clients.map((client) => client.uiCustomization)]) {
    if (look?.css !== undefined) assertCss(look.css);
    if (look?.image !== undefined) toCarriedImage(look.image);
  }
};

/** The writes of what is set for an app client or, without one, for all. None where nothing is. */
export const restoredLook = (
  poolId: string,
  look: UICustomizationRecordLine | undefined,
  clientId = allClients,
): readonly Write[] => {
  if (!look) return [];
  const image = look.image === undefined ? undefined : toCarriedImage(look.image);
  const customization: UICustomization = {
    poolId,
    clientId,
    ...(look.css !== undefined && { css: look.css }),
    ...(image && { image: { type: image.type, hash: image.hash } }),
    createdAt: toTime(look.createdAt),
    updatedAt: now(),
  };
  return uiCustomizationRepository().put(customization, image);
};
