import { Reader } from 'mmdb-lib';

/** Opens a MaxMind DB of countries. It gives the two letters of the country of an address in its canonical form. */
export const openCountryFile = (bytes: Uint8Array): ((address: string) => string | undefined) => {
  const reader = new Reader(Buffer.from(bytes));
  return (address) => {
    const record: unknown = reader.get(address);
    const code = typeof record === 'object' && record !== null ? Reflect.get(record, 'country_code') : undefined;
    return typeof code === 'string' ? code : undefined;
  };
};
