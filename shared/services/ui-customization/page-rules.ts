import { uiCustomizationRepository } from '#shared/data/ui-customization/ui-customization-repository.ts';
import { rulesHash } from '#shared/domain/ui-customization/ui-customization.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { isAddress, type NamedPart } from './page-image.ts';

/** The rules that an address names. Throws ResourceNotFoundException, also for some that were replaced. */
export const getPageRules = async (named: NamedPart): Promise<string> => {
  const { poolId, clientId, hash } = named;
  const [found] = isAddress(named) ? await uiCustomizationRepository().find(poolId, [clientId]) : [];
  if (found?.css === undefined || rulesHash(found.css) !== hash) {
    throw new CognitoException('ResourceNotFoundException', 'There are no such rules.');
  }
  return found.css;
};
