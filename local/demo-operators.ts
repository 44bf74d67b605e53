import {
  AdminAddUserToGroupCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
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
  readonly https?: { readonly endpoint: string } | undefined;
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

/** Where browsers have the console of a stack, over HTTP and HTTPS. */
const consoleUrlsOf = ({ endpoint, https }: Place): readonly string[] =>
  [endpoint, https?.endpoint].filter((origin) => origin !== undefined).map((origin) => `${origin}/console/`);

// An earlier version had no console, and a stack may be at another port than before.
const giveConsole = async (
  admin: CognitoIdentityProviderClient,
  UserPoolId: string,
  ClientId: string,
  urls: readonly string[],
): Promise<void> => {
  const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const { CallbackURLs = [], LogoutURLs = [] } = UserPoolClient ?? {};
  if (urls.every((url) => CallbackURLs.includes(url) && LogoutURLs.includes(url))) return;
  const { ClientSecret: _secret, CreationDate: _made, LastModifiedDate: _changed, ...settings } = UserPoolClient ?? {};
  await admin.send(
    new UpdateUserPoolClientCommand({
      ...settings,
      UserPoolId,
      ClientId,
      CallbackURLs: [...new Set([...CallbackURLs, ...urls])],
      LogoutURLs: [...new Set([...LogoutURLs, ...urls])],
    }),
  );
};

/**
 * The app client by which operators sign in. Where nobody operates the deployment, the demo's user does, in a group made for
 * it. What somebody has set stays, but the console is among the callback URLs of the demo's own client.
 */
export const giveOperators = async (
  place: Place,
  accessKey: AccessKey,
  admin: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, username: Username }: Demo,
): Promise<string> => {
  const { endpoint, region } = place;
  const consoleUrls = consoleUrlsOf(place);
  const api = createApi({ endpoint, region, accessKey });
  const { OperatorConfiguration: known } = await api.own('GetOperatorConfiguration', {}, Configured);
  if (known && (await isThere(admin, known.UserPoolId))) {
    const clientId = known.ClientIds[0] ?? '';
    if (known.UserPoolId === UserPoolId) await giveConsole(admin, UserPoolId, clientId, consoleUrls);
    return clientId;
  }
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
      CallbackURLs: [callbackUrl(usualPort), ...consoleUrls],
      LogoutURLs: [...consoleUrls],
      SupportedIdentityProviders: ['COGNITO'],
    }),
  );
  const clientId = UserPoolClient?.ClientId ?? '';
  const Groups = [{ GroupName, Role: 'ADMINISTRATOR' }];
  const OperatorConfiguration = { UserPoolId, ClientIds: [clientId], Groups };
  await api.own('SetOperatorConfiguration', { OperatorConfiguration }, Configured);
  return clientId;
};
