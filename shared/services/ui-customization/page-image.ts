import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import type { Image } from '#shared/domain/ui-customization/image.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** What the address of a logo names. */
interface Named {
  readonly poolId: string;
  readonly clientId: string;
  readonly hash: string;
}

// Whatever else an address names is nobody's, and may be longer than a key of the store.
const idForm = /^[\w+-]{1,128}$/;

/** The logo that an address names. Throws ResourceNotFoundException, also for one that was replaced. */
export const getPageImage = async ({ poolId, clientId, hash }: Named): Promise<Image> => {
  const isForm = idForm.test(poolId) && idForm.test(clientId);
  const image = isForm ? await uiCustomizationRepository().findImage({ poolId, clientId }) : undefined;
  if (image?.hash !== hash) throw new CognitoException('ResourceNotFoundException', 'There is no such image.');
  return image;
};
