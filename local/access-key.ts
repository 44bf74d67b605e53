import { randomBytes } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { newAccessKeyId } from '#shared/domain/access-keys/access-key.ts';
import type { Stack } from './stack.ts';

/** A key pair of Gatehouse that signs administration. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The one key pair of the laptop: fixed, so that scripts and examples can name it. It opens nothing anywhere else. */
export const localAccessKey: AccessKey = {
  accessKeyId: 'GATELOCALLOCALLOCAL2',
  secretAccessKey: 'local-secret-access-key-of-this-laptop-0',
};

/** A key pair that nobody knows. */
export const newAccessKey = (): AccessKey => ({
  accessKeyId: newAccessKeyId(),
  secretAccessKey: randomBytes(30).toString('base64url'),
});

/** Makes an access key known to a stack, by the function that makes the first one on AWS. */
export const importAccessKey = async (
  { lambdaEndpoint, region, credentials }: Stack,
  accessKey: AccessKey,
): Promise<void> => {
  const lambda = new LambdaClient({ endpoint: lambdaEndpoint, region, credentials });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: 'gatehouse-local-CreateAccessKey', Payload: JSON.stringify(accessKey) }),
  );
  if (FunctionError) throw new Error(`CreateAccessKey failed: ${Buffer.from(Payload ?? []).toString()}`);
};
