/** What providers have that nobody may read in the table. */
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import type { Sealed, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { sealing } from '../sealing/sealing.ts';

type Secrets = Readonly<Record<string, string>>;
type Provider = Pick<IdentityProvider, 'name' | 'secrets'>;

// As long as the provider is remembered, its secrets are, too.
const opened = new WeakMap<Provider['secrets'], Secrets>();

/** The provider's secrets in clear, by name. */
export const revealSecrets = async (
  pool: Pick<UserPool, 'id' | 'dataKeys'>,
  { name, secrets }: Provider,
): Promise<Secrets> => {
  const known = opened.get(secrets);
  if (known) return known;
  const seal = await sealing().general(pool);
  const clear = Object.entries(secrets).map(([secret, sealed]) => {
    const plain = seal.open('identity provider', sealed);
    if (!plain) throw new Error(`The ${secret} of the identity provider ${name} does not open.`);
    return [secret, plain.toString()];
  });
  const revealed: Secrets = Object.fromEntries(clear);
  opened.set(secrets, revealed);
  return revealed;
};

/** Secrets in the form to store. */
export const sealSecrets = async (
  pool: Pick<UserPool, 'id' | 'dataKeys'>,
  secrets: Secrets,
): Promise<Readonly<Record<string, Sealed>>> => {
  const names = Object.entries(secrets);
  if (names.length === 0) return {};
  const seal = await sealing().general(pool);
  return Object.fromEntries(names.map(([name, plain]) => [name, seal.seal('identity provider', plain)]));
};
