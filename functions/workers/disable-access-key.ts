/**
 * Switches an access key off: within ten seconds nothing that it signs is accepted. No route leads here: who may invoke
 * this function is for IAM to say. Payload: `accessKeyId`; one that is off already is no error. To switch it on again, take the pair in by CreateAccessKey.
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import type { AccessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import type { Table } from '#shared/data/table.ts';
import { text } from '#shared/wire/fields.ts';
import { accessKeyRepository, table } from '#shared/wiring/store.ts';

const payload = v.strictObject({ accessKeyId: text({ min: 16, max: 128, pattern: '\\w+' }) });

interface Deps {
  readonly accessKeys: AccessKeyRepository;
  readonly table: Table;
}

const disableAccessKey =
  ({ accessKeys, table }: Deps) =>
  async ({ accessKeyId }: v.InferOutput<typeof payload>) => {
    await table.write([accessKeys.disable(accessKeyId, () => new Error(`There is no access key ${accessKeyId}.`))]);
    return { accessKeyId, enabled: false };
  };

export const handler = worker({
  name: 'DisableAccessKey',
  payload,
  deps: () => ({ accessKeys: accessKeyRepository(), table: table() }),
  run: disableAccessKey,
});
