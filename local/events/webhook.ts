import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onDisk } from '../data-folder/disk-troubles.ts';
import { makeFile } from '../data-folder/whole-files.ts';

/** An event as the webhook gets it. */
export interface Message {
  /** The same each time that it is sent. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** Where events go, and what they are signed with. */
export interface Webhook {
  readonly url: string;
  readonly key: Buffer;
}

const timeoutMs = 15_000;
const prefix = 'whsec_';

/** What a secret may look like: as Standard Webhooks has it, with 24 to 64 bytes. */
export const secretForm =
  /^whsec_(?=[A-Za-z0-9+/=]{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Where events may go: over HTTPS, or to this machine. */
export const webhookForm =
  /^(?:https:\/\/[^\s@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?:[/?][^\s]*)?)$/;

/** The secret in a file of the folder, which is made where there is none. Throws a sentence where it holds no secret. */
export const webhookSecretIn = (directory: string): string => {
  const file = path.resolve(directory, 'webhook.secret');
  if (!existsSync(file)) makeFile(file, `${prefix}${randomBytes(32).toString('base64')}\n`);
  const secret = onDisk(file, () => readFileSync(file, 'utf8')).trim();
  if (secretForm.test(secret)) return secret;
  throw new Error(`${file} holds no secret of webhooks. Remove it: then another one is made.`);
};

/** The webhook at that URL, with a secret of the form `whsec_<base64>`. */
export const webhookAt = (url: string, secret: string): Webhook => ({
  url,
  key: Buffer.from(secret.slice(prefix.length), 'base64'),
});

/**
 * Sends a message, once. Gives what was wrong, in a few words; undefined where the receiver took it.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const send = async (
  { url, key }: Webhook,
  { id, body }: Message,
  nowMs: number,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'gatehouse',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body,
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `it answers ${answer.status}`;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? 'it does not answer in time'
      : 'it cannot be reached';
  }
};
