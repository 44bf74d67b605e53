import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { onTestFinished, vi } from 'vitest';
import { createDocumentClient } from '#shared/data/dynamodb/client.ts';
import { type Behaviour, startService } from '../../gateways/service-stand-in.ts';

/**
 * Makes a client that gives up an attempt after so many milliseconds, and the store that it speaks to. The store
 * behaves as told, request by request; the last behaviour stays.
 */
export const standInWithin =
  (timeoutMs: number) =>
  async (...behaviours: readonly Behaviour[]) => {
    const { stop, ...service } = await startService(...behaviours);
    onTestFinished(stop);
    const client = createDocumentClient({ region: 'eu-central-1', endpoint: service.endpoint, timeoutMs });
    return { ...service, client };
  };

/** Longer than the test may last. */
export const patience = 30_000;

export const standIn = standInWithin(patience);

/** An access key in the environment, until the environment is restored. */
export const stubAccessKey = (accessKeyId: string, secret: string, sessionToken?: string): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken);
};

/** A read. Each command is sent once. */
export const asked = () => new GetCommand({ TableName: 'a-table', Key: { pk: 'USER#ada', sk: 'U#PROFILE' } });
