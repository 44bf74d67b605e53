/** Lets clients prove a device without the Session that asked for it, where a password was proved just before. */
import { now } from '#shared/config/clock.ts';
import { askedDeviceRepository } from '#shared/data/users/asked-device-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import { isDeviceKey } from '#shared/domain/devices/device.ts';
import { justProvedPassword } from '#shared/domain/sign-in/next-step.ts';
import type { Trail } from '#shared/domain/sign-in/trail.ts';
import { signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import { missingSession } from './challenge-sessions.ts';
import { assertSameAccount, type Identified, identifyUser } from './identification.ts';
import type { KnownProgress } from './progress.ts';
import type { ChallengeRequest } from './sign-in.ts';

/** The write that remembers that a password step asked for the device; none after any other step. */
export const keepAskedDevice = ({ app: { pool, client }, record, user, trail }: KnownProgress): readonly Write[] => {
  const { deviceKey } = trail;
  if (deviceKey === undefined || !justProvedPassword(trail)) return [];
  const place = { poolId: pool.id, userKey: record.userKey, clientId: client.id, deviceKey };
  const expiresAt = now() + challengeLifetime(client) * 1000;
  return [askedDeviceRepository().put(place, { trail, sub: user.sub, ...signOutsSoFar(pool, user), expiresAt })];
};

/**
 * The sign-in that asked for the device, spent by this request. Where there is none, throws the same
 * InvalidParameterException for a user and for nobody, after as many requests to the table.
 */
export const resumeOnDevice = async (
  request: ChallengeRequest,
  deviceKey: string,
): Promise<{ readonly identified: Identified; readonly trail: Trail }> => {
  const { app } = request;
  const identified = await identifyUser(request);
  const { record } = identified;
  if (!isDeviceKey(deviceKey)) throw missingSession();
  const place = { poolId: app.pool.id, userKey: record.userKey, clientId: app.client.id, deviceKey };
  const asked = await askedDeviceRepository().claim(place, record.user?.sub ?? '');
  if (!asked || asked.expiresAt <= now()) throw missingSession();
  assertSameAccount(app, record, { ...asked, proved: asked.trail.proved });
  return { identified, trail: asked.trail };
};
