import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLocation } from '#shared/api/json-protocol.ts';

const all = {
  'cloudfront-viewer-city': 'Z%C3%BCrich',
  'cloudfront-viewer-country': 'CH',
  'cloudfront-viewer-country-name': 'Switzerland',
  'cloudfront-viewer-latitude': '47.37',
  'cloudfront-viewer-longitude': '8.54',
  'cloudfront-viewer-asn': '559',
};

describe('where a viewer is', () => {
  it('is what the distribution says', () => {
    expect(findLocation({ headers: all })).toEqual({
      city: 'Zürich',
      country: 'Switzerland',
      countryCode: 'CH',
      coordinates: { latitude: 47.37, longitude: 8.54 },
      network: 559,
    });
  });

  it('is not known without its headers', () => {
    expect(findLocation({ headers: { host: 'example.com' } })).toBeUndefined();
  });

  it.each([
    { 'cloudfront-viewer-latitude': '91' },
    { 'cloudfront-viewer-longitude': '' },
    { 'cloudfront-viewer-longitude': 'east' },
  ])('has no coordinates with %j', (wrong) => {
    expect(findLocation({ headers: { ...all, ...wrong } })).not.toHaveProperty('coordinates');
  });

  it('has only what is well-formed, whatever the headers are', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.double().map(String), fc.constantFrom('CH', ''));
    const headers = fc.record({
      'cloudfront-viewer-city': text,
      'cloudfront-viewer-latitude': text,
      'cloudfront-viewer-longitude': text,
      'cloudfront-viewer-asn': text,
      'cloudfront-viewer-country': text,
    });
    fc.assert(
      fc.property(headers, (given) => {
        const { coordinates, network = 1, countryCode = 'CH' } = findLocation({ headers: given }) ?? {};
        expect(Number.isSafeInteger(network)).toBe(true);
        expect(countryCode).toMatch(/^[A-Z]{2}$/);
        if (coordinates) expect(Math.abs(coordinates.latitude)).toBeLessThanOrEqual(90);
      }),
    );
  });
});
