import type { SsoSession } from '../oauth/sso-session.ts';
import type { UserSession } from './user-session.ts';

/** A session that the pool tracks: of tokens, or of the pages. */
export type TrackedSession =
  | { readonly kind: 'tkn'; readonly lastActiveAt: number; readonly session: UserSession }
  | { readonly kind: 'sso'; readonly lastActiveAt: number; readonly session: SsoSession };
