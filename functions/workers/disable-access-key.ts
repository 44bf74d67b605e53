/**
 * Switches an access key off: after ten seconds at most, nothing that it signs is accepted. There is no route: IAM says
 * who may invoke this function. Payload: `accessKeyId`. It is no error if the key is off already. To switch it on
 * again, import the pair by CreateAccessKey.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { text } from '#shared/wire/shapes.ts';

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
