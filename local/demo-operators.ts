import {
  AdminAddUserToGroupCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { AccessKey } from './access-key.ts';
import { createApi } from './cli/api.ts';
import { callbackUrl, usualPort } from './cli/login/browser-sign-in.ts';

interface Demo {
  readonly userPoolId: string;
  readonly username: string;
}

interface Place {
  readonly endpoint: string;
  readonly region: string;
}

const Configured = v.object({
  OperatorConfiguration: v.optional(v.object({ UserPoolId: v.string(), ClientIds: v.array(v.string()) })),
});

const orThereAlready = async (request: Promise<unknown>): Promise<void> => {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'GroupExistsException')) throw error;
  }
};

// A pool that somebody deleted has no operators.
const isThere = async (admin: CognitoIdentityProviderClient, UserPoolId: string): Promise<boolean> => {
  try {
    await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
};

/**
 * The app client by which operators sign in. Where nobody operates the deployment, the demo's user does, in a group made for
 * it. What somebody has set stays.
 */
export const giveOperators = async (
  { endpoint, region }: Place,
  accessKey: AccessKey,
  admin: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, username: Username }: Demo,
): Promise<string> => {
  const api = createApi({ endpoint, region, accessKey });
  const { OperatorConfiguration: known } = await api.own('GetOperatorConfiguration', {}, Configured);
  if (known && (await isThere(admin, known.UserPoolId))) return known.ClientIds[0] ?? '';
  const GroupName = 'operators';
  await orThereAlready(
    admin.send(new CreateGroupCommand({ UserPoolId, GroupName, Description: 'They administer everything.' })),
  );
  await admin.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  const { UserPoolClient } = await admin.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'operators',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'aws.cognito.signin.user.admin'],
      CallbackURLs: [callbackUrl(usualPort)],
      SupportedIdentityProviders: ['COGNITO'],
    }),
  );
  const clientId = UserPoolClient?.ClientId ?? '';
  const Groups = [{ GroupName, Role: 'ADMINISTRATOR' }];
  const OperatorConfiguration = { UserPoolId, ClientIds: [clientId], Groups };
  await api.own('SetOperatorConfiguration', { OperatorConfiguration }, Configured);
  return clientId;
};
