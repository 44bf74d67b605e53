/**
 * Lists the devices that a user confirmed, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html
 */

import type { AdminListDevicesRequest, AdminListDevicesResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { listDevices, toOwner } from '#shared/services/devices/devices.ts';
import { users } from '#shared/services/users/users.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import {
  QueryLimitType,
  type RequestOf,
  SearchPaginationTokenType,
  UsernameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
}) satisfies RequestOf<AdminListDevicesRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminListDevices',
  request,
  throws: [],
  run: async ({ Username, Limit, PaginationToken }, { pool }): Promise<Wire<AdminListDevicesResponse>> => {
    const owner = toOwner(pool, await users().find(pool, Username));
    const page = await listDevices(owner, { limit: Limit, token: PaginationToken });
    return {
      Devices: page.devices.map((device) => toDeviceType(device, { user: owner.user, place: environment() })),
      ...(page.token !== undefined && { PaginationToken: page.token }),
    };
  },
});
