/** Checks that a caller knows the secret of the app client that it names, and what such a caller may state. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { type AppClient, type ClientSecret, isConfidential } from '#shared/domain/app-clients/app-client.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type ClientRecord, cachedClient, forgetClient } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import type { Origin } from '../sessions/origin.ts';

/** True for equal bytes. The time that it takes does not tell where they differ. */
export const isSameSecret = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

// A client with a key can prove itself at the OAuth endpoints alone. Here it is not one that has nothing to prove.
const isPublic = ({ client }: ClientRecord): boolean => !isConfidential(client);

// As long as the client is remembered, its secrets are, too: opening one takes longer than the rest of a proof.
const opened = new WeakMap<ClientSecret, string>();

/** The client's secrets in clear, oldest first. */
export const revealClientSecrets = async ({ pool, client }: ClientRecord): Promise<readonly string[]> => {
  if (client.secrets.length === 0) return [];
  const seal = await sealing().general(pool);
  return client.secrets.map((secret) => {
    const known = opened.get(secret) ?? seal.open('client secret', secret.sealed)?.toString();
    if (known === undefined) throw new Error(`The secret of the app client ${client.id} does not open.`);
    opened.set(secret, known);
    return known;
  });
};

// Clients come from a cache, but a secret that was just added works at once: what does not match is checked again with
// the stored client.
const isProved = async (
  app: ClientRecord,
  secrets: readonly string[],
  proves: (secrets: readonly string[]) => boolean,
): Promise<boolean> => {
  if (secrets.length === 0) return false;
  if (proves(secrets)) return true;
  forgetClient(app.client);
  return proves(await revealClientSecrets(await cachedClient(app.client.id)));
};

/**
 * SECRET_HASH: base64 HMAC-SHA256 of a name of the user and the client id, under the client's secret. It may be of any
 * of `names`: clients send the name as typed, the stored one or the sub. Throws NotAuthorizedException, for a wrong hash
 * with the message that `mismatch` makes of the client id. A client that has a key and no secret is always refused.
 */
export const assertSecretHash = async (
  app: ClientRecord,
  given: string | undefined,
  names: readonly string[],
  mismatch = (id: string): string => `Unable to verify secret hash for client ${id}`,
): Promise<void> => {
  const { id } = app.client;
  if (given === undefined && isPublic(app)) return;
  const secrets = await revealClientSecrets(app);
  if (given === undefined) {
    const has = secrets.length > 0 ? 'with secret' : 'with a key, and without a secret,';
    throw refused(`Client ${id} is configured ${has} but SECRET_HASH was not received`);
  }
  const proof = Buffer.from(given, 'base64');
  const isProof = (key: KeyObject, name: string): boolean =>
    isSameSecret(createHmac('sha256', key).update(`${name}${id}`).digest(), proof);
  const proves = (all: readonly string[]): boolean =>
    all
      .map((secret) => createSecretKey(secret, 'utf8'))
      .flatMap((key) => names.map((name) => isProof(key, name)))
      .includes(true);
  if (!(await isProved(app, secrets, proves))) throw refused(mismatch(id));
};

/** True where one of the texts is a secret of the client. */
export const knowsSecret = async (app: ClientRecord, given: readonly string[]): Promise<boolean> => {
  const proofs = given.map((text) => Buffer.from(text));
  const proves = (all: readonly string[]): boolean =>
    all.flatMap((secret) => proofs.map((proof) => isSameSecret(Buffer.from(secret), proof))).includes(true);
  return isProved(app, await revealClientSecrets(app), proves);
};

/** Checks the plain secret. Throws NotAuthorizedException, always so for a client that has a key and no secret. */
export const assertClientSecret = async (app: ClientRecord, given: string | undefined): Promise<void> => {
  if (given === undefined && isPublic(app)) return;
  if (await knowsSecret(app, [given ?? ''])) return;
  throw refused(`Unable to verify secret for client ${app.client.id}`);
};

// A zone, after a percent sign, means something only to the machine that names it.
const isAddress = (text: string | undefined): text is string =>
  text !== undefined && isIP(text) !== 0 && !text.includes('%');

/**
 * Where a sign-in comes from that a server with a secret may ask for in somebody's name. The server's word counts, in
 * UserContextData, if its client is set to pass it on and has a secret, and if the request proves that by SECRET_HASH.
 * Whoever takes the origin has checked that hash. The place is that of the server's own address, so it goes with it.
 */
export const statedOrigin = (
  { settings, secrets }: Pick<AppClient, 'settings' | 'secrets'>,
  { sourceIp, userAgent, location, requestId }: Origin,
  {
    IpAddress: stated,
    EncodedData: encodedData,
  }: { readonly IpAddress?: string | undefined; readonly EncodedData?: string | undefined } = {},
  secretHash?: string,
): Origin => {
  const isTrusted = settings.EnablePropagateAdditionalUserContextData && secrets.length > 0 && secretHash !== undefined;
  return isTrusted && isAddress(stated)
    ? { sourceIp: stated, userAgent, location: undefined, requestId, encodedData }
    : { sourceIp, userAgent, location, requestId, encodedData };
};
