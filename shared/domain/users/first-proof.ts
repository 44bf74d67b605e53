import type { ContactAttribute } from '../user-pools/settings.ts';
import { contactAttributes, verifiedAttribute } from './attributes.ts';
import type { User } from './user.ts';

/**
 * The user after a sign-up, confirmed by a code that was sent to `attribute`: the first that anybody verified. Somebody
 * else may have signed up. So whatever other codes could be sent to, or made by, is removed, even a required attribute,
 * no password is taken over any more, linked accounts are not the user's any more, and earlier tokens are revoked. The rest of the profile opens nothing and stays.
 */
export const withFirstProof = (before: User, attribute: ContactAttribute, now: number): User => {
  const { mfa: _theirs, identities: _linked, awaitsMigration: _awaited, ...user } = before;
  const ended = contactAttributes
    .filter((other) => other !== attribute)
    .flatMap((other): string[] => [other, verifiedAttribute(other)]);
  const kept = Object.entries(user.attributes).filter(([name]) => !ended.includes(name));
  return {
    ...user,
    status: 'CONFIRMED',
    attributes: { ...Object.fromEntries(kept), [verifiedAttribute(attribute)]: 'true' },
    pending: {},
    signOuts: user.signOuts + 1,
    updatedAt: now,
  };
};
