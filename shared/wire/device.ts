import type { AttributeType, DeviceType } from '@aws-sdk/client-cognito-identity-provider';
import type { Device } from '#shared/domain/devices/device.ts';
import { poolRegion } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { AwsAccount } from './user-pool.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

// Names that begin with `dev:` are for administrators only.
const administrative = (
  { key, remembered }: Device,
  { username, poolId }: User,
  place: AwsAccount,
): AttributeType[] => {
  const owner = `${username}.${poolId}`;
  return [
    {
      Name: 'dev:device_arn',
      Value: `arn:aws:cognito-idp:${poolRegion(poolId)}:${place.accountId}:owner/${owner}/device/${key}`,
    },
    { Name: 'dev:device_owner', Value: owner },
    { Name: 'dev:device_remembered_status', Value: remembered ? 'remembered' : 'not_remembered' },
  ];
};

/** A device as its user sees it or, with `admin`, as an administrator does. */
export const toDeviceType = (
  device: Device,
  admin?: { readonly user: User; readonly place: AwsAccount },
): Wire<DeviceType> => ({
  DeviceKey: device.key,
  DeviceAttributes: [
    { Name: 'device_status', Value: 'valid' },
    ...(device.name === undefined ? [] : [{ Name: 'device_name', Value: device.name }]),
    ...(device.lastIpAddress === undefined ? [] : [{ Name: 'last_ip_used', Value: device.lastIpAddress }]),
    ...(admin ? administrative(device, admin.user, admin.place) : []),
  ],
  DeviceCreateDate: toEpochSeconds(device.createdAt),
  DeviceLastModifiedDate: toEpochSeconds(device.updatedAt),
  DeviceLastAuthenticatedDate: toEpochSeconds(device.authenticatedAt),
});
