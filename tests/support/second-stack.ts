import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { importAccessKey, newAccessKey } from '#local/access-key.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';
import { ownEnvironment } from './own-environment.ts';
import { startStackProcess } from './stack-process.ts';

/** Another deployment beside the stack of this run. */
export interface SecondStack {
  readonly client: CognitoIdentityProviderClient;
  /** Every message that it has sent. */
  readonly messages: () => Promise<unknown>;
  /** Settings that point the command line at it. */
  readonly cli: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** Starts one, in memory. */
export const startSecondStack = async (env: Readonly<Record<string, string>> = {}): Promise<SecondStack> => {
  const ports = {
    edge: await freePort(),
    mailbox: await freePort(),
    files: await freePort(),
    lambda: await freePort(),
  };
  // Other tests of this thread reach the table of the first one by its settings. This one has a table of its own.
  const stack = await startStackProcess(
    { ports, databaseAddress: await drawAddress(), env },
    { env: ownEnvironment() },
  );
  const accessKey = newAccessKey();
  await importAccessKey(stack, accessKey);
  const { endpoint, region } = stack;
  return {
    client: new CognitoIdentityProviderClient({ endpoint, region, credentials: accessKey }),
    messages: async () => (await fetch(`${stack.mailboxUrl}/messages`)).json(),
    cli: {
      GATEHOUSE_ENDPOINT: endpoint,
      GATEHOUSE_REGION: region,
      GATEHOUSE_ACCESS_KEY_ID: accessKey.accessKeyId,
      GATEHOUSE_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
    },
    stop: stack.stop,
  };
};
