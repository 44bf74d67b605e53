/** Tokens that a page's form carries and the browser's cookie repeats, so that no other site can post the form. */
import { createHmac, randomBytes } from 'node:crypto';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameSecret } from '../app-clients/client-secrets.ts';
import { sealing } from '../sealing/sealing.ts';

const halfBytes = 8;
const form = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const proofOf = async (pool: UserPool, random: Buffer): Promise<Buffer> =>
  createHmac('sha256', (await sealing().general(pool)).key('form tokens'))
    .update(random)
    .digest()
    .subarray(0, halfBytes);

const toUuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A new token of the pool, in the form of a UUID as Cognito's: half of it is random, the other half proves that. */
export const newFormToken = async (pool: UserPool): Promise<string> => {
  const random = randomBytes(halfBytes);
  return toUuid(Buffer.concat([random, await proofOf(pool, random)]));
};

/** True for a token of the pool. */
export const isFormToken = async (pool: UserPool, token: string | undefined): Promise<boolean> => {
  if (token === undefined || !form.test(token)) return false;
  const bytes = Buffer.from(token.replaceAll('-', ''), 'hex');
  return isSameSecret(bytes.subarray(halfBytes), await proofOf(pool, bytes.subarray(0, halfBytes)));
};

/** True where the form and the cookie carry the same token of the pool. */
export const isOwnForm = async (
  pool: UserPool,
  inForm: string | undefined,
  inCookie: string | undefined,
): Promise<boolean> =>
  inForm !== undefined &&
  inCookie !== undefined &&
  isSameSecret(Buffer.from(inForm), Buffer.from(inCookie)) &&
  (await isFormToken(pool, inForm));
