/**
 * Lists the devices that the bearer of an access token confirmed, in pages.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
 */
import type { ListDevicesRequest, ListDevicesResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { QueryLimitType, SearchPaginationTokenType, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { devices } from '#shared/wiring/devices.ts';

const request = v.object({
  AccessToken: TokenModelType,
  Limit: v.optional(QueryLimitType),
  PaginationToken: v.optional(SearchPaginationTokenType),
}) satisfies RequestOf<ListDevicesRequest>;

interface Deps {
  readonly devices: Devices;
}

const listDevices =
  ({ devices }: Deps): Run<typeof request, Wire<ListDevicesResponse>, TokenCaller> =>
  async ({ Limit, PaginationToken }, { caller }) => {
    const page = await devices.page(caller, { limit: Limit, token: PaginationToken });
    return {
      Devices: page.devices.map((device) => toDeviceType(device)),
      ...(page.token !== undefined && { PaginationToken: page.token }),
    };
  };

export const definition = define({
  name: 'ListDevices',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices() }),
  run: listDevices,
});

export const handler = operation(definition, accessToken);
