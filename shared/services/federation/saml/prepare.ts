import { CognitoException } from '#shared/errors/exception.ts';
import type { PrepareProvider } from '../provider-kinds.ts';

/** Reads the metadata of a SAML provider, and makes its key for encrypted responses. */
export const prepareSaml: PrepareProvider = async () => {
  throw new CognitoException('InvalidParameterException', 'Providers of the type SAML are not there yet.');
};
