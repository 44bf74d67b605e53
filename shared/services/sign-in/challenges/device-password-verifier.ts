import { now } from '#shared/config/clock.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import type { Device } from '#shared/domain/devices/device.ts';
import { requiredParameter, requiredUsername } from '#shared/domain/sign-in/parameters.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { claimKey, isClaimSignature, startExchange } from '#shared/domain/srp/server.ts';
import { assertTimestamp, isTimely, toTimestamp } from '#shared/domain/srp/timestamp.ts';
import { isEndedByPassword, signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import { assertSecretHash } from '../../app-clients/client-secrets.ts';
import { noDevice } from '../../devices/devices.ts';
import type { Seal } from '../../sealing/create-sealing.ts';
import { sealing } from '../../sealing/sealing.ts';
import { users } from '../../users/users.ts';
import { wrongPassword } from '../attempts.ts';
import { known } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';
import { openExchange, toSecretBlock } from '../srp-exchange.ts';
import { assertSameUser } from '../usernames.ts';

const verifierOf = (seal: Seal, device: Device): Buffer => {
  const verifier = seal.open('device verifier', device.verifier);
  if (!verifier) throw new Error('The verifier of a device does not open.');
  return verifier;
};

export const devicePasswordVerifier: Challenge = {
  /** DEVICE_PASSWORD_VERIFIER: our side of the exchange, sealed into SECRET_BLOCK like that of a password. */
  ask: async (progress) => {
    const { app, record, user, trail, device, parameters } = known(progress);
    if (!device) throw noDevice();
    const seal = await sealing().general(app.pool);
    const a = requiredParameter(parameters, 'SRP_A');
    const { A, b, u, srpB } = startExchange({ verifier: verifierOf(seal, device), a });
    const exchange = {
      A,
      b,
      u,
      trail,
      clientId: app.client.id,
      userKey: record.userKey,
      userId: device.key,
      sub: user.sub,
      ...signOutsSoFar(app.pool, user),
      expiresAt: now() + challengeLifetime(app.client) * 1000,
    };
    return {
      hasSession: false,
      parameters: {
        SALT: device.salt,
        SECRET_BLOCK: toSecretBlock(seal, exchange, 'device srp exchange').toString('base64'),
        SRP_B: srpB,
        USERNAME: user.username,
        DEVICE_KEY: device.key,
      },
    };
  },

  /** The device's proof that it knows the secret with which it was confirmed. */
  answer: async ({ app, side, parameters, clientMetadata, origin }) => {
    const { pool } = app;
    const username = requiredUsername(parameters);
    const deviceKey = requiredParameter(parameters, 'DEVICE_KEY');
    const secretBlock = Buffer.from(requiredParameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
    const signature = requiredParameter(parameters, 'PASSWORD_CLAIM_SIGNATURE');
    const signedAt = assertTimestamp(requiredParameter(parameters, 'TIMESTAMP'));
    const timestamp = toTimestamp(signedAt);

    const seal = await sealing().general(pool);
    const exchange = openExchange(seal, app, secretBlock, 'device srp exchange');
    const { userKey, sub } = exchange;
    const [record, device] = await Promise.all([
      users().getByKey(pool, userKey),
      deviceRepository().find(pool.id, userKey, exchange.userId),
    ]);
    await assertSecretHash(app, parameters.SECRET_HASH, [username, record.user.username, record.user.sub]);
    assertSameUser(pool, record, username, userKey);
    if (record.user.sub !== sub || isEndedByPassword(pool, record.user, exchange)) throw invalidSession();
    if (device?.sub !== sub || device.key !== deviceKey) throw noDevice();

    const key = claimKey({ verifier: verifierOf(seal, device), A: exchange.A, b: exchange.b, u: exchange.u });
    const claim = { key, poolName: device.groupKey, userId: device.key, secretBlock, timestamp, signature };
    if (!isClaimSignature(claim) || !isTimely(signedAt, now())) throw wrongPassword();

    const name = { poolId: pool.id, userKey, sub, deviceKey };
    const writes = [deviceRepository().authenticated(name, { now: now(), sourceIp: origin.sourceIp }, noDevice)];
    const trail = withProof(exchange.trail, 'DEVICE_PASSWORD_VERIFIER');
    return { app, side, trail, record, username, parameters, origin, device, clientMetadata, writes };
  },
};
