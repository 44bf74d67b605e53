/** Sends logout tokens to app clients: OpenID Connect Back-Channel Logout 1.0 sections 2.4 to 2.8. */
import { now } from '#shared/config/clock.ts';
import { logoutDeliveryRepository } from '#shared/data/oauth/logout-delivery-repository.ts';
import { table } from '#shared/data/table.ts';
import { clientIdOf } from '#shared/domain/app-clients/app-client.ts';
import { isRegistered } from '#shared/domain/app-clients/registered-client.ts';
import {
  isAccepted,
  type LogoutDelivery,
  logoutClaims,
  mostAttempts,
  nextAttemptAt,
} from '#shared/domain/oauth/logout-delivery.ts';
import { activeKey } from '#shared/domain/tokens/signing-keys.ts';
import { isException } from '#shared/errors/exception.ts';
import { OutboundRefusal, outbound } from '#shared/gateways/outbound.ts';
import { type ClientRecord, cachedClientOf } from '../directory/directory.ts';
import { issuerOf } from '../tokens/issuer.ts';
import { sign } from '../tokens/sign.ts';

const limits = { maxBytes: 64 * 1024, timeoutMs: 5000 };

interface Receiver {
  readonly app: ClientRecord;
  readonly url: string;
}

/** Another worker is at it, or was. */
class Overtaken extends Error {}

const receiverOf = async ({ poolId, clientId }: LogoutDelivery): Promise<Receiver | undefined> => {
  try {
    const app = await cachedClientOf(poolId, clientId);
    const url = app.client.oauth?.backchannelLogoutUri;
    return url === undefined ? undefined : { app, url };
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

type Outcome = Pick<LogoutDelivery, 'lastStatus' | 'lastError'>;

const send = async ({ app, url }: Receiver, delivery: LogoutDelivery): Promise<Outcome> => {
  const { pool, client, signingKeys } = app;
  const claims = logoutClaims({ delivery, issuer: issuerOf(pool), audience: clientIdOf(client), now: now() });
  // The keys of ID tokens: section 2.4.
  const token = await sign(activeKey(signingKeys, 'id', now()), claims, 'logout+jwt');
  try {
    const { status } = await outbound().send(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${new URLSearchParams({ logout_token: token })}`,
      },
      limits,
    );
    return { lastStatus: status };
  } catch (error) {
    if (!(error instanceof OutboundRefusal)) throw error;
    return { lastError: error.reason };
  }
};

const advance = (delivery: LogoutDelivery, attempts: number): Promise<void> =>
  table().write([logoutDeliveryRepository().advance(delivery, attempts, () => new Overtaken())]);

const over = (
  { nextAt: _done, ...delivery }: LogoutDelivery,
  status: 'DELIVERED' | 'FAILED',
  outcome: Outcome,
): LogoutDelivery => ({ ...delivery, ...outcome, status });

const after = (begun: LogoutDelivery, outcome: Outcome, most: number): LogoutDelivery => {
  const { lastStatus } = outcome;
  if (lastStatus !== undefined && isAccepted(lastStatus)) return over(begun, 'DELIVERED', outcome);
  return begun.attempts >= most ? over(begun, 'FAILED', outcome) : { ...begun, ...outcome };
};

const attempt = async (delivery: LogoutDelivery): Promise<void> => {
  const { attempts, lastStatus: _status, lastError: _error, ...before } = delivery;
  const receiver = await receiverOf(delivery);
  if (!receiver) return advance(over(delivery, 'FAILED', { lastError: 'no receiver' }), attempts);
  // Its function died in the last attempt.
  const most = mostAttempts({ registeredItself: isRegistered(receiver.app.client) });
  if (attempts >= most) return advance(over(delivery, 'FAILED', {}), attempts);
  // Noted first: who dies meanwhile has used up an attempt, and the next one comes by itself.
  const begun = { ...before, attempts: attempts + 1, lastAttemptAt: now(), nextAt: nextAttemptAt(attempts + 1, now()) };
  await advance(begun, attempts);
  await advance(after(begun, await send(receiver, begun), most), begun.attempts);
};

/** Makes one attempt, unless somebody else is at it. What comes of it is noted, and when to try again. */
export const deliver = async (delivery: LogoutDelivery): Promise<void> => {
  try {
    await attempt(delivery);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
};
