import fc from 'fast-check';
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/mobile';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { countryOf, hasNumbers } from '#shared/domain/messages/phone-countries.ts';

// Their mobile numbers have the same form as those of the country with which they share a calling code.
const alike: Readonly<Record<string, string>> = {
  AX: 'FI',
  BL: 'GP',
  CC: 'AU',
  CX: 'AU',
  EH: 'MA',
  MF: 'GP',
  SJ: 'NO',
  VA: 'IT',
};

/** The country of a mobile number by the published numbering plans; undefined where they do not say. */
const published = (number: string): CountryCode | undefined => {
  // The plans' own example says that this is the Isle of Man, though they count it as Britain's.
  if (number.startsWith('+447924')) return 'IM';
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() ? parsed.country : undefined;
};

describe('countryOf', () => {
  it('tells the country of a mobile number of every country', () => {
    const wrong = getCountries().flatMap((country) => {
      const number = getExampleNumber(country, examples)?.number;
      const told = number && countryOf(number);
      return told === undefined || told === (alike[country] ?? country) ? [] : [`${country} ${number} ${told}`];
    });
    expect(wrong).toEqual([]);
    expect(
      getCountries()
        .filter((country) => !hasNumbers(country))
        .sort(),
    ).toEqual(Object.keys(alike).sort());
  });

  it.each([
    ['North America', '+1', 3, '2345678'],
    ['Russia and Kazakhstan', '+7', 3, '1234567'],
    ['Britain and its islands', '+447', 5, '1234'],
    ['Réunion and Mayotte', '+262', 4, '12345'],
    ['the Dutch Caribbean', '+599', 4, '123'],
  ] as const)('agrees with the published plans on all of %s', (_where, before, digits, behind) => {
    const between = Array.from({ length: 10 ** digits }, (_none, index) => String(index).padStart(digits, '0'));
    const numbers = between.map((some) => `${before}${some}${behind}`);
    const wrong = numbers.filter((number) => {
      const country = published(number);
      return country !== undefined && countryOf(number) !== (alike[country] ?? country);
    });
    expect(wrong).toEqual([]);
  });

  it('knows no country of satellites, shared services and codes that are not given out', () => {
    for (const number of ['+88216123456', '+870123456789', '+8001234567', '+9991234567', '+2101234567']) {
      expect(countryOf(number)).toBeUndefined();
    }
  });

  it('tells a country that its calling code is of, whatever comes behind', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9]{1,14}$/), (number) => {
        const country = countryOf(number);
        if (country === undefined || !isSupportedCountry(country)) return country === undefined || country === 'BQ';
        return number.startsWith(`+${getCountryCallingCode(country)}`);
      }),
    );
  });
});
