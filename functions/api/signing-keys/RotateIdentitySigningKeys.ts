/**
 * Gives the identity pools of the deployment, which sign with one key, a new one. It is published at once. It signs only
 * after an overlap in seconds, a day by default, in which STS can fetch it. The present key stays published until the last
 * token that it may have signed has expired, and is removed by the next rotation after that. Answers every published key,
 * as RotateSigningKeys does. An operation of Gatehouse's own: its target is `Gatehouse.RotateIdentitySigningKeys`. While
 * the key of an earlier rotation does not sign yet, an overlap of 0 replaces it, and any other throws
 * LimitExceededException.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { rotateIdentitySigningKeys } from '#shared/services/identity-pools/identity-signing-keys.ts';
import { integer } from '#shared/wire/shapes.ts';
import { type SigningKeyType, toSigningKeyType } from '#shared/wire/signing-key.ts';

const request = v.object({ OverlapSeconds: v.optional(integer({ min: 0, max: 2_592_000 })) });

interface Response {
  readonly SigningKeys: readonly SigningKeyType[];
}

export const { definition, handler } = signed({
  name: 'RotateIdentitySigningKeys',
  request,
  throws: ['ConcurrentModificationException', 'LimitExceededException'],
  run: async ({ OverlapSeconds = 86_400 }): Promise<Response> => ({
    SigningKeys: (await rotateIdentitySigningKeys(OverlapSeconds * 1000)).map(toSigningKeyType),
  }),
});
