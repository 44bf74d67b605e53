import type { UICustomizationType } from '@aws-sdk/client-cognito-identity-provider';
import { cssVersion, imagePath, type UICustomization } from '#shared/domain/ui-customization/ui-customization.ts';
import { originOfPool } from '#shared/domain/user-pool-domains/domain-host.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { blob, text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

export const CSSType = text({ min: 0, max: 131_072 });
export const ImageFileType = blob({ max: 131_072 });

/** The look of classic pages as the API answers it. */
export const toUICustomizationType = (
  customization: UICustomization,
  pool: UserPool,
  settings: Parameters<typeof originOfPool>[1],
): Wire<UICustomizationType> => {
  const path = imagePath(customization);
  return {
    UserPoolId: customization.poolId,
    ClientId: customization.clientId,
    ImageUrl: path && `${originOfPool(pool, settings)}${path}`,
    CSS: customization.css,
    CSSVersion: cssVersion(customization),
    LastModifiedDate: toEpochSeconds(customization.updatedAt),
    CreationDate: toEpochSeconds(customization.createdAt),
  };
};
