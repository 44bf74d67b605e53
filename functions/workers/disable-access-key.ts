/**
 * Switches an access key off: after ten seconds at most, nothing that it signs is accepted. There is no route: IAM says
 * who may invoke this function. Payload: `accessKeyId`. It is no error if the key is off already. To switch it on
 * again, import the pair by CreateAccessKey.
 */
import * as v from 'valibot';
import { auditedWorker } from '#shared/api/audited-worker.ts';
import { accessKeyRepository } from '#shared/data/access-keys/access-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { noteRead, noteWritten } from '#shared/observability/call.ts';
import { text } from '#shared/wire/shapes.ts';

const payload = v.strictObject({ accessKeyId: text({ min: 16, max: 128, pattern: '\\w+' }) });

export const handler = auditedWorker({
  name: 'DisableAccessKey',
  payload,
  run: async ({ accessKeyId }: v.InferOutput<typeof payload>) => {
    const refused = (): Error =>
      new CognitoException('ResourceNotFoundException', `There is no access key ${accessKeyId}.`);
    // Only the record of the call needs it: what is written says nothing but that the key is off.
    const before = await accessKeyRepository().find(accessKeyId);
    await table().write([accessKeyRepository().disable(accessKeyId, refused)]);
    const setting = { type: 'AccessKey', key: accessKeyId };
    if (before) noteRead({ ...setting, data: before });
    noteWritten({ ...setting, data: { ...before, id: accessKeyId, enabled: false } });
    return { accessKeyId, enabled: false };
  },
});
