import type { Result } from '#shared/api/exchange.ts';
import { queryOf } from '#shared/api/form.ts';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import { pageAnswer } from '#shared/api/page-endpoint.ts';
import { devicePath } from '#shared/domain/oauth/authorization-request.ts';
import { deviceCodePage } from '#shared/pages/classic/device-pages.tsx';
import { deviceCodePage as managedDeviceCodePage } from '#shared/pages/managed/device-pages.tsx';
import { domainOf, poolAtHost, versionOfDomain } from '#shared/services/user-pool-domains/served-pool.ts';
import { unclaimedAnswer } from './page-dress.ts';

/**
 * The page that asks for the code of a device, in the family of the domain. `typed` is a code that was not right. An
 * `error` in the query comes of a sign-in at a provider; what it says is not shown, as anybody can make such a link. Throws
 * ResourceNotFoundException at the host of a domain that no pool has.
 */
export const showDeviceCodePage = async (http: HttpRequest, typed?: string): Promise<Result> => {
  const { host = '' } = http.headers;
  const isWrong = typed !== undefined;
  const isFailed = !isWrong && queryOf(http).get('error') !== undefined;
  const page = { action: devicePath, typed: (typed ?? '').slice(0, 64), isWrong, isFailed };
  const statusCode = isWrong || isFailed ? 400 : 200;
  const name = domainOf(host);
  const isManaged = name !== undefined && (await versionOfDomain(name)) === 2;
  if (!isManaged) return pageAnswer(deviceCodePage(page), { statusCode });
  const record = await poolAtHost(host);
  return unclaimedAnswer(http, record, (texts) => managedDeviceCodePage(texts, page), { statusCode });
};
