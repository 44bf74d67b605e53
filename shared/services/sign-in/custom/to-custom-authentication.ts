import type { CustomSignIn } from '#shared/domain/custom-challenges/custom-sign-in.ts';
import type { CustomAuthentication } from '../../triggers/triggers.ts';
import type { Progress } from '../progress.ts';

/** What the functions of a custom sign-in are told about who signs in, and where. */
export const toCustomAuthentication = (
  { app, record, user = record.user, clientMetadata }: Omit<Progress, 'trail' | 'writes'>,
  { username }: CustomSignIn,
): CustomAuthentication => ({ pool: app.pool, clientId: app.client.id, clientMetadata, username, user });
