import { autoVerifiedAttributes, type ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { contactAttributes } from '#shared/domain/users/contacts.ts';

/** The attributes that the pool sends sign-up codes to, first choice first. */
export const codeContacts = (pool: UserPool): readonly ContactAttribute[] =>
  contactAttributes.filter((attribute) => autoVerifiedAttributes(pool).includes(attribute));
