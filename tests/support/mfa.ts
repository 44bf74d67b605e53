import {
  type EmailMfaConfigType,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { makePool, type TestPool } from './pools.ts';

/** What a pool has to state before it sends SMS. */
export const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'pool' };

interface Offered {
  readonly mode?: UserPoolMfaType;
  readonly sms?: boolean;
  readonly email?: EmailMfaConfigType;
  readonly softwareToken?: boolean;
}

/** A pool that offers second factors: by default by SMS, by e-mail and by an app. */
export const makeMfaPool = async (
  { mode = 'OPTIONAL', sms = true, email = {}, softwareToken = true }: Offered = {},
  ...given: Parameters<typeof makePool>
): Promise<TestPool> => {
  const pool = await makePool(...given);
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration: mode,
      SoftwareTokenMfaConfiguration: { Enabled: softwareToken },
      ...(sms && { SmsMfaConfiguration: { SmsConfiguration } }),
      EmailMfaConfiguration: email,
    }),
  );
  return pool;
};
