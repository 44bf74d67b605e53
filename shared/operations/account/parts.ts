import { hasAccountSection } from '#shared/domain/user-pools/account-page.ts';
import { contactsPart } from './contacts.ts';
import { devicesPart } from './devices.ts';
import { factorsPart } from './factors.ts';
import { linksPart } from './links.ts';
import { passkeysPart } from './passkeys.ts';
import { passwordPart } from './password.ts';
import { profile } from './profile.ts';
import { recoveryCodesPart } from './recovery-codes.ts';
import { sessionsPart } from './sessions.ts';
import { termsPart } from './terms.ts';
import { type AccountPart, pathOf, type Visit } from './visit.ts';

const parts: readonly AccountPart[] = [
  profile,
  contactsPart,
  passwordPart,
  factorsPart,
  recoveryCodesPart,
  passkeysPart,
  devicesPart,
  sessionsPart,
  linksPart,
  termsPart,
];

/** The parts that the page has for its visitor, in their order. */
export const partsOf = (visit: Visit): readonly AccountPart[] =>
  parts.filter((part) => hasAccountSection(visit.call.app.pool, part.section) && part.isThere(visit));

/** The part of that path, such as `recovery-codes`; undefined where the page has none for its visitor. */
export const findPart = (visit: Visit, path: string): AccountPart | undefined =>
  partsOf(visit).find(({ section }) => pathOf(section) === path);
