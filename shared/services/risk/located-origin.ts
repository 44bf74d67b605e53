import { addressFacts } from '#shared/gateways/address-data.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { Origin } from '../sessions/origin.ts';

const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

const nothing = { network: undefined, country: undefined };

/**
 * Where a request comes from, with the network and the country of its address, as the data beside the code knows them
 * where the distribution says nothing: for an address that a server names, and on a laptop. No request fails for want of
 * that data.
 */
export const locatedOrigin = async (origin: Origin): Promise<Origin> => {
  const { sourceIp, location } = origin;
  if (location !== undefined || !sourceIp) return origin;
  const { network, country } = await addressFacts(sourceIp).catch((error: unknown) => {
    logger.warn('address data not read', { reason: error instanceof Error ? error.message : String(error) });
    return nothing;
  });
  const name = country && countryNames.of(country);
  if (network === undefined && country === undefined) return origin;
  return {
    ...origin,
    location: {
      ...(network !== undefined && { network }),
      ...(country !== undefined && { countryCode: country }),
      ...(name !== undefined && name !== '' && { country: name }),
    },
  };
};
