import { once } from '#shared/config/once.ts';
import { providerKeys } from '../provider-keys.ts';
import { fromItem, table, toItem, ttl } from '../table.ts';
import type { Write } from '../write.ts';
import type { IdentityOwner } from './external-identity-repository.ts';

/** Somebody by the name that a SAML provider has for them. */
interface Subject {
  readonly providerName: string;
  /** The value of the NameID. */
  readonly userId: string;
}

const type = 'SamlSubject';

/** Whom NameIDs meant in sign-ins of users who are linked by other attributes, until those sign-ins are over. */
export const samlSubjectRepository = once(() => ({
  /** The latest user of each of the subjects, in their order. One request for up to 100. */
  findAll: async (poolId: string, subjects: readonly Subject[]): Promise<readonly (IdentityOwner | undefined)[]> => {
    const keys = subjects.map(({ providerName, userId }) => providerKeys.samlSubject(poolId, providerName, userId));
    const items = await table().getAll(keys);
    return items.map((item) => item && fromItem<IdentityOwner>(type, item));
  },

  /** Notes whom a subject meant. `expiresAt` is in epoch milliseconds. */
  put: (poolId: string, { providerName, userId }: Subject, owner: IdentityOwner, expiresAt: number): Write => ({
    put: toItem(type, providerKeys.samlSubject(poolId, providerName, userId), owner, { ttl: ttl(expiresAt) }),
  }),
}));
