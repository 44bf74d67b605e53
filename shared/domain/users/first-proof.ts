import type { ContactAttribute } from '../user-pools/settings.ts';
import { contactAttributes, verifiedAttribute } from './contacts.ts';
import type { User } from './user.ts';

/**
 * Who signed up, confirmed by a code that came back from `attribute`: the first that anybody proved. Whoever signed up may
 * have been somebody else, so that what codes could go to and come from beside it ends, a required attribute too; tokens
 * of before are revoked. The rest of the profile opens nothing and stays.
 */
export const withFirstProof = (before: User, attribute: ContactAttribute, now: number): User => {
  const { mfa: _theirs, ...user } = before;
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
