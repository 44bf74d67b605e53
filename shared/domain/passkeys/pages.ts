import { CognitoException } from '#shared/errors/exception.ts';
import type { Passkey } from './passkey.ts';

/** A page of passkeys, oldest first. `next` is where the following page starts. */
interface Page {
  readonly passkeys: readonly Passkey[];
  readonly next: string | undefined;
}

const positionOf = ({ createdAt, credentialId }: Passkey): string =>
  `${createdAt.toString().padStart(16, '0')}.${credentialId}`;

const position = /^\d{16}\.[\w-]+$/;

/**
 * A page of a user's passkeys. Its token is not secret: it is the position of the previous page's last passkey, and
 * stays good when that passkey is deleted. Throws InvalidParameterException for an invalid token.
 */
export const pageOf = (all: readonly Passkey[], { limit, after = '' }: { limit: number; after?: string }): Page => {
  if (after && !position.test(after)) {
    throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
  }
  const rest = all
    .map((passkey) => ({ passkey, at: positionOf(passkey) }))
    .filter(({ at }) => at > after)
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  const page = rest.slice(0, limit);
  return {
    passkeys: page.map(({ passkey }) => passkey),
    next: rest.length > page.length ? page.at(-1)?.at : undefined,
  };
};
