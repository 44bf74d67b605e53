import { createHash } from 'node:crypto';
import { SetRiskConfigurationCommand, type UserPoolAddOnsType } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { callOwn } from './own-operations.ts';

/** A password that the list has and that fits the usual policy. */
export const leaked = 'P@ssw0rd';

/** Another one. */
export const otherLeaked = '1qaz@WSX';

type Section = NonNullable<SetRiskConfigurationCommand['input']['CompromisedCredentialsRiskConfiguration']>;

/** A pool's mode of threat protection. */
export const protectedBy = (
  AdvancedSecurityMode: UserPoolAddOnsType['AdvancedSecurityMode'],
): { readonly UserPoolAddOns: UserPoolAddOnsType } => ({ UserPoolAddOns: { AdvancedSecurityMode } });

/** Says what a pool, or one client of it, does about leaked passwords: by default it refuses them everywhere. */
export const minding = async (
  UserPoolId: string,
  { EventFilter, EventAction = 'BLOCK' }: Pick<Section, 'EventFilter'> & { EventAction?: 'BLOCK' | 'NO_ACTION' } = {},
  ClientId?: string,
): Promise<void> => {
  const CompromisedCredentialsRiskConfiguration: Section = { EventFilter, Actions: { EventAction } };
  await adminClient().send(
    new SetRiskConfigurationCommand({ UserPoolId, ClientId, CompromisedCredentialsRiskConfiguration }),
  );
};

/** Sets a pool's lists of leaked passwords. */
export const setBlocklist = (UserPoolId: string, settings: object): Promise<object> =>
  callOwn('SetUserPoolPasswordBlocklist', { UserPoolId, ...settings });

/** The SHA-1 of a password in hexadecimal, as lists of leaked passwords have it. */
export const sha1 = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();
