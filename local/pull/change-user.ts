/** Does for a user who is here what has to be done. No operation of these sends a message. */
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminLinkProviderForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserChanges } from './user-changes.ts';

interface Named {
  readonly UserPoolId: string;
  readonly Username: string;
}

const factor = (Enabled: boolean, PreferredMfa: boolean) => ({ Enabled, PreferredMfa });

const linkRequest = ({ UserPoolId, Username }: Named, { providerName, userId }: UserChanges['links'][number]) => ({
  UserPoolId,
  DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: Username },
  SourceUser: {
    ProviderName: providerName,
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: userId,
  },
});

/** Makes the changes. Throws what the service answers. */
export const changeUser = async (
  target: CognitoIdentityProviderClient,
  user: Named,
  { attributes, removed, enabled, mfa, links, join, leave }: UserChanges,
): Promise<void> => {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  if (UserAttributes.length > 0) await target.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes }));
  if (removed.length > 0) {
    await target.send(new AdminDeleteUserAttributesCommand({ ...user, UserAttributeNames: [...removed] }));
  }
  if (enabled === true) await target.send(new AdminEnableUserCommand(user));
  if (enabled === false) await target.send(new AdminDisableUserCommand(user));
  if (mfa) {
    const SMSMfaSettings = factor(mfa.SMS_MFA, mfa.preferred === 'SMS_MFA');
    const EmailMfaSettings = factor(mfa.EMAIL_OTP, mfa.preferred === 'EMAIL_OTP');
    await target.send(new AdminSetUserMFAPreferenceCommand({ ...user, SMSMfaSettings, EmailMfaSettings }));
  }
  for (const link of links) await target.send(new AdminLinkProviderForUserCommand(linkRequest(user, link)));
  for (const GroupName of join) await target.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  for (const GroupName of leave) await target.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName }));
};

/** Removes a user, who is then imported. */
export const removeUser = (target: CognitoIdentityProviderClient, user: Named): Promise<unknown> =>
  target.send(new AdminDeleteUserCommand(user));
