/**
 * Switches an access key off: within ten seconds nothing that it signs is accepted. No route leads here: who may invoke
 * this function is for IAM to say. Payload: `accessKeyId`; one that is off already is no error. To switch it on again, take the pair in by CreateAccessKey.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { text } from '#shared/wire/fields.ts';

const payload = v.strictObject({ accessKeyId: text({ min: 16, max: 128, pattern: '\\w+' }) });

export const handler = worker({
  name: 'DisableAccessKey',
  payload,
  run: async ({ accessKeyId }: v.InferOutput<typeof payload>) => {
    await table().write([
      accessKeyRepository().disable(accessKeyId, () => new Error(`There is no access key ${accessKeyId}.`)),
    ]);
    return { accessKeyId, enabled: false };
  },
});
