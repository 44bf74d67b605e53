import { createHash } from 'node:crypto';
import type { Image } from './image.ts';

/** How the classic pages of an app client look, or those of all app clients that have no look of their own. */
export interface UICustomization {
  readonly poolId: string;
  /** `ALL`, or an app client. */
  readonly clientId: string;
  /** As it was given. */
  readonly css?: string;
  /** The logo. Its bytes are kept elsewhere. */
  readonly image?: Pick<Image, 'type' | 'hash'>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Stands for all app clients of a pool that have no look of their own. No app client has so short an id. */
export const allClients = 'ALL';

/** When a style sheet was set, as the API tells it: `yyyymmddHHMMSS` in UTC. */
export const cssVersion = ({ updatedAt }: Pick<UICustomization, 'updatedAt'>): string =>
  new Date(updatedAt).toISOString().replace(/\D/g, '').slice(0, 14);

/** The path of the logo at every host of the deployment; undefined where there is none. */
export const imagePath = ({
  poolId,
  clientId,
  image,
}: Pick<UICustomization, 'poolId' | 'clientId' | 'image'>): string | undefined =>
  image && `/${poolId}/${clientId}/${image.hash}/assets/images/image.${image.type === 'image/png' ? 'png' : 'jpg'}`;

/** Names the rules in their address: others have another address. */
export const rulesHash = (css: string): string => createHash('sha256').update(css).digest('hex').slice(0, 32);

/** The path of the rules at every host of the deployment; undefined where there are none. */
export const rulesPath = ({
  poolId,
  clientId,
  css,
}: Pick<UICustomization, 'poolId' | 'clientId' | 'css'>): string | undefined =>
  css === undefined ? undefined : `/${poolId}/${clientId}/${rulesHash(css)}/assets/CSS/custom-css.css`;
