import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const file = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Countries by address, of both families, as a MaxMind DB. In bundles, the bundler replaces this module by its bytes. */
export const read = (): Uint8Array => readFileSync(createRequire(import.meta.url).resolve(file));
