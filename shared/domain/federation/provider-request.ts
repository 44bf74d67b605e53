/** Requests for authorization that go to a provider: RFC 6749 section 4.1.1. */

/** Parameters in their order. Undefined ones are left out. */
export type ProviderParameters = Readonly<Record<string, string | undefined>>;

// Blanks as %20: not every provider takes a plus sign for one.
const toQuery = (parameters: ProviderParameters): string =>
  Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`]))
    .join('&');

/** The address of a provider's endpoint with these parameters. It may have a query of its own. */
export const withParameters = (endpoint: string, parameters: ProviderParameters): string =>
  `${endpoint}${endpoint.includes('?') ? '&' : '?'}${toQuery(parameters)}`;
