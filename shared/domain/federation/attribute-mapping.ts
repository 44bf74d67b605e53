/** Which attributes of users are taken from which of a provider. */
import { CognitoException } from '#shared/errors/exception.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { ProviderType } from './identity-provider.ts';

type Mapping = Readonly<Record<string, string>>;

/** What the username is made of, in the words of each type. A NameID is no attribute, so SAML has none. */
const subjectNames: Readonly<Partial<Record<ProviderType, string>>> = {
  OIDC: 'sub',
  Google: 'sub',
  SignInWithApple: 'sub',
  Facebook: 'id',
  LoginWithAmazon: 'user_id',
};

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const nobodys: readonly string[] = ['sub', 'identities'];

/**
 * The mapping as it is stored: with `username` for the providers that have an attribute for it. Throws
 * InvalidParameterException for attributes that the pool does not have, or that only the service sets.
 */
export const toMapping = ({ schema }: Pick<UserPool, 'schema'>, type: ProviderType, given: Mapping = {}): Mapping => {
  const subject = subjectNames[type];
  for (const [name, from] of Object.entries(given)) {
    if (from === '') throw invalid(`The attribute mapping of ${name} names no attribute of the provider.`);
    if (name === 'username') {
      if (subject !== undefined && from !== subject) throw invalid(`The username is always mapped to ${subject}.`);
      continue;
    }
    const isKnown = schema.some((attribute) => attribute.name === name) && !nobodys.includes(name);
    if (!isKnown) throw invalid(`The attribute mapping names ${name}, which users of the pool cannot get.`);
  }
  return { ...given, ...(subject !== undefined && { username: subject }) };
};
