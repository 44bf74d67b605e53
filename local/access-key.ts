import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from './stack.ts';

/** The one key pair of the laptop: fixed, so that scripts and examples can name it. It opens nothing anywhere else. */
export const localAccessKey = {
  accessKeyId: 'GATELOCALLOCALLOCAL2',
  secretAccessKey: 'local-secret-access-key-of-this-laptop-0',
} as const;

/** Makes the laptop's access key known to a stack, by the function that makes the first one on AWS. */
export const importAccessKey = async ({ lambdaEndpoint, region }: Stack): Promise<void> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const lambda = new LambdaClient({ endpoint: lambdaEndpoint, region, credentials });
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: 'gatehouse-local-CreateAccessKey', Payload: JSON.stringify(localAccessKey) }),
  );
  if (FunctionError) throw new Error(`CreateAccessKey failed: ${Buffer.from(Payload ?? []).toString()}`);
};
