/** What stands before a sign-in by name, for our pages and for those of apps. */
import { canRecover } from '#shared/domain/user-pools/settings.ts';
import { isException } from '#shared/errors/exception.ts';
import { codeContacts } from '#shared/services/codes/code-delivery.ts';
import type { ClientRecord } from '#shared/services/directory/directory.ts';
import {
  type OfferedProvider,
  offeredProviders,
  providerForEmail,
} from '#shared/services/federation/offered-providers.ts';

/** What the user has to do before a sign-in that was refused; undefined where that helps nothing. */
export const detourAfter = ({ pool }: ClientRecord, error: unknown): 'confirm' | 'reset' | undefined => {
  if (isException(error, 'UserNotConfirmedException')) return codeContacts(pool).length > 0 ? 'confirm' : undefined;
  return isException(error, 'PasswordResetRequiredException') && canRecover(pool) ? 'reset' : undefined;
};

/** Whoever gives an address alone may be known by a provider, which has the domain of the address. */
export const providerOfName = async (app: ClientRecord, username: string): Promise<OfferedProvider | undefined> =>
  username.includes('@') ? providerForEmail(await offeredProviders(app), username) : undefined;

/** What people are told who give no name, who try a way that the pool has not, and who cannot sign in here. */
export const noName = 'Invalid attributes given, username is missing';
export const noOtherWay = 'Sign in with your password.';
export const notHere = 'Sign in through an identity provider.';
