/**
 * Lists the devices that a user confirmed, in pages.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html
 */
import type { AdminListDevicesRequest, AdminListDevicesResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { environment } from '#shared/config/environment.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import { type Devices, toOwner } from '#shared/services/devices/devices.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Users } from '#shared/services/users/users.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { QueryLimitType, SearchPaginationTokenType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { AwsAccount } from '#shared/wire/user-pool.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { devices } from '#shared/wiring/devices.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
}) satisfies RequestOf<AdminListDevicesRequest>;

interface Deps {
  readonly devices: Devices;
  readonly directory: Directory;
  readonly place: AwsAccount;
  readonly users: Users;
}

const adminListDevices =
  ({ devices, directory, place, users }: Deps): Run<typeof request, Wire<AdminListDevicesResponse>, SignedCaller> =>
  async ({ UserPoolId, Username, Limit, PaginationToken }) => {
    const { pool } = await directory.pool(UserPoolId);
    const owner = toOwner(pool, await users.find(pool, Username));
    const page = await devices.page(owner, { limit: Limit, token: PaginationToken });
    return {
      Devices: page.devices.map((device) => toDeviceType(device, { user: owner.user, place })),
      ...(page.token !== undefined && { PaginationToken: page.token }),
    };
  };

export const definition = define({
  name: 'AdminListDevices',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ devices: devices(), directory: directory(), place: environment(), users: users() }),
  run: adminListDevices,
});

export const handler = operation(definition, signed);
