/**
 * UserMigration: brings users along from an LDAP directory, such as Active Directory, with the password of their first
 * sign-in. From then on, nobody asks the directory any more: `ldapPassword` is for those who want that.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
import type { UserMigrationTriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { createLdapDirectory } from '#shared/gateways/ldap-directory.ts';

const find = ({ triggerSource, userName, request }: UserMigrationTriggerEvent) => {
  const { ldap } = triggerSettings();
  if (!ldap) return undefined;
  const directory = createLdapDirectory(ldap);
  return triggerSource === 'UserMigration_Authentication'
    ? directory.authenticate(userName, request.password)
    : directory.find(userName);
};

export const handler = async (event: UserMigrationTriggerEvent): Promise<UserMigrationTriggerEvent> => {
  const user = await find(event);
  if (!user) return event;
  // The directory vouches for the addresses of its own users.
  event.response.userAttributes = { ...user, ...(user.email !== undefined && { email_verified: 'true' }) };
  event.response.messageAction = 'SUPPRESS';
  // A user who gave the right password keeps it.
  if (event.triggerSource === 'UserMigration_Authentication') event.response.finalUserStatus = 'CONFIRMED';
  return event;
};
