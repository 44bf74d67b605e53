import { createHmac, timingSafeEqual } from 'node:crypto';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** Proofs that a caller knows the secret of the app client that it names. */
export interface ClientSecrets {
  /** The client's secrets in clear. */
  readonly reveal: (at: ClientRecord) => Promise<readonly string[]>;
  /**
   * SECRET_HASH: base64 HMAC-SHA256 of a name of the user and the client id, under the client's secret. Any of `names`
   * will do: clients send the name typed, the stored one or the sub. Throws NotAuthorizedException.
   */
  readonly assertHash: (at: ClientRecord, given: string | undefined, names: readonly string[]) => Promise<void>;
  /** The plain secret. Throws NotAuthorizedException. */
  readonly assertSecret: (at: ClientRecord, given: string | undefined) => Promise<void>;
}

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

export const createClientSecrets = ({ sealing }: { readonly sealing: Sealing }): ClientSecrets => {
  const reveal: ClientSecrets['reveal'] = async ({ pool, client }) => {
    if (client.secrets.length === 0) return [];
    const seal = await sealing.general(pool);
    return client.secrets.map((secret) => {
      const plain = seal.open('client secret', secret);
      if (!plain) throw new Error(`The secret of the app client ${client.id} does not open.`);
      return plain.toString();
    });
  };

  return {
    reveal,

    assertHash: async (at, given, names) => {
      const { id } = at.client;
      const secrets = await reveal(at);
      if (secrets.length === 0 && given === undefined) return;
      if (given === undefined) {
        throw refused(`Client ${id} is configured with secret but SECRET_HASH was not received`);
      }
      const proof = Buffer.from(given, 'base64');
      const isProof = (secret: string, name: string): boolean =>
        equal(createHmac('sha256', secret).update(`${name}${id}`).digest(), proof);
      const good = secrets.flatMap((secret) => names.map((name) => isProof(secret, name))).includes(true);
      if (!good) throw refused(`Unable to verify secret hash for client ${id}`);
    },

    assertSecret: async (at, given) => {
      const secrets = await reveal(at);
      if (secrets.length === 0 && given === undefined) return;
      const proof = Buffer.from(given ?? '');
      const good = secrets.map((secret) => equal(Buffer.from(secret), proof)).includes(true);
      if (!good) throw refused(`Unable to verify secret for client ${at.client.id}`);
    },
  };
};
