import { createHmac, randomBytes } from 'node:crypto';
import {
  AdminGetDeviceCommand,
  type AuthenticationResultType,
  ConfirmDeviceCommand,
  type ConfirmDeviceCommandInput,
  type DeviceConfigurationType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandInput,
  type RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import { adminClient, publicClient } from './clients.ts';
import { makePool, password, type TestPool } from './pools.ts';
import { startClient } from './srp-client.ts';
import { english } from './srp-sign-in.ts';

/** What a device keeps after its confirmation. */
export interface TestDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly secret: string;
}

/** A pool that remembers every confirmed device and, by default, counts it as a second factor. */
export const makeDevicePool = (
  DeviceConfiguration: DeviceConfigurationType = {
    ChallengeRequiredOnNewDevice: true,
    DeviceOnlyRememberedOnUserPrompt: false,
  },
): Promise<TestPool> => makePool({ DeviceConfiguration });

/** Begins a sign-in with a password, on a device or on none. */
export const signInOn = async (
  { clientId }: Pick<TestPool, 'clientId'>,
  { username }: { readonly username: string },
  device?: Pick<TestDevice, 'key'>,
  options = {},
) =>
  publicClient(options).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password, ...(device && { DEVICE_KEY: device.key }) },
    }),
  );

/** The verifier of the device's secret, in the form for ConfirmDevice. */
export const verifierOf = ({ key, groupKey, secret }: TestDevice) => {
  const { salt, verifier } = createVerifier({ poolName: groupKey, userId: key, password: secret });
  return { PasswordVerifier: verifier.toString('base64'), Salt: salt.toString('base64') };
};

/** The device to which a sign-in offered keys. */
export const offeredDevice = ({ NewDeviceMetadata }: AuthenticationResultType = {}): TestDevice => {
  const { DeviceKey: key, DeviceGroupKey: groupKey } = NewDeviceMetadata ?? {};
  if (!key || !groupKey) throw new Error('The sign-in offered no keys for a device.');
  return { key, groupKey, secret: randomBytes(40).toString('base64') };
};

/** Confirms the device to which a sign-in offered keys. */
export const confirmOffered = async (
  result: AuthenticationResultType | undefined,
  given: Partial<ConfirmDeviceCommandInput> = {},
) => {
  const device = offeredDevice(result);
  const { AccessToken = '', RefreshToken = '' } = result ?? {};
  await publicClient().send(
    new ConfirmDeviceCommand({
      AccessToken,
      DeviceKey: device.key,
      DeviceSecretVerifierConfig: verifierOf(device),
      DeviceName: 'laptop',
      ...given,
    }),
  );
  return { device, AccessToken, RefreshToken };
};

/** A sign-in on a new device, which is then confirmed. */
export const confirmedDevice = async (
  pool: Pick<TestPool, 'clientId'>,
  user: { readonly username: string },
  given: Partial<ConfirmDeviceCommandInput> = {},
) => confirmOffered((await signInOn(pool, user)).AuthenticationResult, given);

/** The answer to DEVICE_PASSWORD_VERIFIER, without the user's name. */
export const deviceProof = (
  srp: ReturnType<typeof startClient>,
  { key, groupKey, secret }: TestDevice,
  { SALT = '', SRP_B = '', SECRET_BLOCK = '' }: Readonly<Record<string, string>>,
  { ahead = 0, write = english } = {},
): Readonly<Record<string, string>> => {
  const who = { poolName: groupKey, userId: key, password: secret, salt: Buffer.from(SALT, 'hex') };
  const TIMESTAMP = write(new Date(Date.now() + ahead));
  const PASSWORD_CLAIM_SIGNATURE = createHmac('sha256', srp.keyFor(who, SRP_B))
    .update(groupKey)
    .update(key)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP)
    .digest('base64');
  return { DEVICE_KEY: key, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK, PASSWORD_CLAIM_SIGNATURE, TIMESTAMP };
};

/** Begins the proof that DEVICE_SRP_AUTH asks for. Gives the answer to DEVICE_PASSWORD_VERIFIER. */
export const beginDeviceProof = async (
  { clientId }: Pick<TestPool, 'clientId'>,
  { username }: { readonly username: string },
  { Session }: { readonly Session?: string | undefined },
  device: TestDevice,
  {
    ahead = 0,
    write = english,
    SECRET_HASH,
  }: { ahead?: number; write?: (date: Date) => string; SECRET_HASH?: string } = {},
): Promise<{
  readonly offer: RespondToAuthChallengeCommandOutput;
  readonly answer: RespondToAuthChallengeCommandInput;
}> => {
  const srp = startClient();
  const offer = await publicClient({ ahead }).send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'DEVICE_SRP_AUTH',
      Session,
      ChallengeResponses: {
        USERNAME: username,
        DEVICE_KEY: device.key,
        SRP_A: srp.srpA,
        ...(SECRET_HASH && { SECRET_HASH }),
      },
    }),
  );
  return {
    offer,
    answer: {
      ClientId: clientId,
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: username,
        ...deviceProof(srp, device, offer.ChallengeParameters ?? {}, { ahead, write }),
      },
    },
  };
};

/** A device's whole proof, once DEVICE_SRP_AUTH was asked. */
export const proveDevice = async (
  pool: Pick<TestPool, 'clientId'>,
  user: { readonly username: string },
  asked: { readonly Session?: string | undefined },
  device: TestDevice,
  options = {},
): Promise<RespondToAuthChallengeCommandOutput> => {
  const { answer } = await beginDeviceProof(pool, user, asked, device, options);
  return publicClient(options).send(new RespondToAuthChallengeCommand(answer));
};

/** Whether a device is remembered, as administrators see it. */
export const rememberedStatus = async (
  { poolId: UserPoolId }: Pick<TestPool, 'poolId'>,
  { username: Username }: { readonly username: string },
  { key: DeviceKey }: Pick<TestDevice, 'key'>,
): Promise<string | undefined> => {
  const { Device } = await adminClient().send(new AdminGetDeviceCommand({ UserPoolId, Username, DeviceKey }));
  return Device?.DeviceAttributes?.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value;
};
