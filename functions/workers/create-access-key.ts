/**
 * Makes an access key, or imports a given pair, which replaces one with the same id. There is no route: IAM says who
 * may invoke this function. Payload: `accessKeyId` and `secretAccessKey`, both or neither; `actions` and `pools`,
 * patterns of operations and pool ids with `*` for any characters, everything by default. The secret is told only in
 * this answer.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { auditedWorker } from '#shared/api/audited-worker.ts';
import { now } from '#shared/config/clock.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { newAccessKeyId } from '#shared/domain/access-keys/access-key.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { list, text } from '#shared/wire/shapes.ts';

const patterns = list(text({ min: 1, max: 128, pattern: '[\\w*:-]+' }), { min: 1, max: 100 });

const payload = v.pipe(
  v.strictObject({
    accessKeyId: v.optional(text({ min: 16, max: 128, pattern: '\\w+' })),
    secretAccessKey: v.optional(text({ min: 40, max: 128, pattern: '[\\x21-\\x7e]+' })),
    actions: v.optional(patterns, ['*']),
    pools: v.optional(patterns, ['*']),
  }),
  v.check(({ accessKeyId: id, secretAccessKey: secret }) => (id === undefined) === (secret === undefined)),
);

export const handler = auditedWorker({
  name: 'CreateAccessKey',
  payload,
  run: async ({ actions, pools, ...given }: v.InferOutput<typeof payload>) => {
    const accessKeyId = given.accessKeyId ?? newAccessKeyId();
    const secretAccessKey = given.secretAccessKey ?? randomBytes(30).toString('base64url');
    const seal = await sealing().deployment();
    const secret = seal.seal('access key', secretAccessKey);
    const accessKey = { id: accessKeyId, secret, policy: { actions, pools }, enabled: true, createdAt: now() };
    await table().write([accessKeyRepository().put(accessKey)]);
    return { accessKeyId, secretAccessKey, enabled: true };
  },
});
