import { once } from '#shared/config/once.ts';
import { oauthKeys } from '../oauth-keys.ts';
import type { Write } from '../write.ts';
import { useOnce } from './used-once.ts';

interface Used {
  readonly clientId: string;
  readonly jti: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Assertions by which app clients proved themselves, until they expire. */
export const clientAssertionRepository = once(() => ({
  /** Uses up an assertion. Of two requests with the same one, one succeeds, and `refused` gives the other's error. */
  use: ({ clientId, jti, expiresAt }: Used, now: number, refused: () => Error): Write =>
    useOnce({ type: 'ClientAssertion', key: oauthKeys.clientAssertion(clientId, jti), expiresAt }, now, refused),
}));
