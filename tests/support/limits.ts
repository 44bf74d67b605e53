import {
  GetProvisionedLimitCommand,
  type LimitType,
  UpdateProvisionedLimitCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';

/** What stands for no limit. */
export const unlimited = 2_147_483_647;

const definition = (Category: string, ClientId?: string) => ({
  LimitClass: 'API_CATEGORY' as const,
  Attributes: { Category, ...(ClientId !== undefined && { ClientId }) },
});

/** Sets a limit: of the deployment, or of an app client. */
export const setLimit = async (value: number, category: string, clientId?: string): Promise<LimitType | undefined> => {
  const asked = { LimitDefinition: definition(category, clientId), RequestedLimitValue: value };
  return (await adminClient().send(new UpdateProvisionedLimitCommand(asked))).Limit;
};

export const limitOf = async (
  category: string,
  clientId?: string,
  options: Parameters<typeof adminClient>[0] = {},
): Promise<LimitType | undefined> => {
  const asked = new GetProvisionedLimitCommand({ LimitDefinition: definition(category, clientId) });
  return (await adminClient(options).send(asked)).Limit;
};
