import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import type { Image } from '#shared/domain/ui-customization/image.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** What the address of a logo, or of rules, names. */
export interface NamedPart {
  readonly poolId: string;
  readonly clientId: string;
  readonly hash: string;
}

// Whatever else an address names is nobody's, and may be longer than a key of the store.
const idForm = /^[\w+-]{1,128}$/;

/** True where an address may name something. */
export const isAddress = ({ poolId, clientId }: NamedPart): boolean => idForm.test(poolId) && idForm.test(clientId);

/** The logo that an address names. Throws ResourceNotFoundException, also for one that was replaced. */
export const getPageImage = async (named: NamedPart): Promise<Image> => {
  const image = isAddress(named) ? await uiCustomizationRepository().findImage(named) : undefined;
  if (image?.hash !== named.hash) throw new CognitoException('ResourceNotFoundException', 'There is no such image.');
  return image;
};
