import type { PendingAccount } from '#shared/domain/federation/pending-account.ts';

/** What a provider says of somebody's name is shown only where it has verified that. */
export const shownAccount = ({ given, identity }: Pick<PendingAccount, 'given' | 'identity'>): string =>
  given.email !== undefined && given.email_verified === 'true' ? given.email : identity.subject;
