/**
 * Lists the devices that the bearer of an access token confirmed, page by page.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
 */

import type { ListDevicesRequest, ListDevicesResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { listDevices } from '#shared/services/devices/devices.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import { QueryLimitType, type RequestOf, SearchPaginationTokenType, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  AccessToken: TokenModelType,
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
}) satisfies RequestOf<ListDevicesRequest>;

export const { definition, handler } = byAccessToken({
  name: 'ListDevices',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Limit, PaginationToken }, caller): Promise<Wire<ListDevicesResponse>> => {
    const page = await listDevices(caller, { limit: Limit, token: PaginationToken });
    return {
      Devices: page.devices.map((device) => toDeviceType(device)),
      ...(page.token !== undefined && { PaginationToken: page.token }),
    };
  },
});
