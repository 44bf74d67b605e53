import {
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  type UICustomizationType,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { aPrefix, createDomain } from './domains.ts';
import { makePool, type TestPool } from './pools.ts';

/** A pool with a domain, as classic pages can only be customized where they are. */
export const makePoolWithPages = async (
  ...settings: Parameters<typeof makePool>
): Promise<TestPool & { prefix: string }> => {
  const pool = await makePool(...settings);
  const prefix = aPrefix();
  await createDomain(pool.poolId, prefix);
  return { ...pool, prefix };
};

/** A PNG image of one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What is set: by default for all app clients. */
export interface Asked {
  readonly ClientId?: string | undefined;
  readonly CSS?: string;
  readonly ImageFile?: Uint8Array;
}

export const setUICustomization = async (
  UserPoolId: string,
  asked: Asked,
  options: Parameters<typeof adminClient>[0] = {},
): Promise<UICustomizationType> => {
  const command = new SetUICustomizationCommand({ UserPoolId, ...asked });
  return (await adminClient(options).send(command)).UICustomization ?? {};
};

export const getUICustomization = async (UserPoolId: string, ClientId?: string): Promise<UICustomizationType> =>
  (await adminClient().send(new GetUICustomizationCommand({ UserPoolId, ClientId }))).UICustomization ?? {};
