import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEncodedData } from '#shared/domain/risk/encoded-data.ts';

const encode = (version: string, contextData: unknown, key = '1example23456789'): string => {
  const payload = JSON.stringify({ contextData, username: 'ada', userPoolId: 'eu-west-1_Example', timestamp: '1' });
  const signature = createHmac('sha256', key)
    .update(version + payload)
    .digest('base64');
  return Buffer.from(JSON.stringify({ payload, signature, version })).toString('base64');
};

const browser = {
  UserAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  DeviceId: 'abc123:1790000000000',
  DeviceLanguage: 'de-CH',
  DeviceFingerprint: 'Mozilla/5.0PDF Viewer:de-CH',
  DevicePlatform: 'Linux x86_64',
  ClientTimezone: '01:00',
};
const android = {
  DeviceId: 'device-1',
  Platform: 'ANDROID',
  ClientTimezone: '-07:00',
  DeviceLanguage: 'en',
  DeviceName: 'Pixel 8',
  DeviceOsReleaseVersion: '14',
};
const phone = {
  DeviceId: 'device-2',
  Platform: 'iOS',
  ClientTimezone: '+05:30',
  DeviceName: 'iPhone',
  DeviceOsReleaseVersion: '17.5',
};

describe('EncodedData', () => {
  it('of browsers has their header', () => {
    expect(readEncodedData(encode('JS20171115', browser))).toEqual({
      library: 'js',
      deviceId: browser.DeviceId,
      userAgent: browser.UserAgent,
      deviceName: undefined,
      system: undefined,
      language: 'de-CH',
      timezone: '+01:00',
    });
  });

  it('of Android is read with its line breaks', () => {
    const broken = encode('ANDROID20171114', android).replace(/(.{60})/g, '$1\n');
    expect(readEncodedData(broken)).toMatchObject({
      library: 'android',
      deviceName: 'Pixel 8',
      system: 'Android 14',
      timezone: '-07:00',
      userAgent: undefined,
    });
  });

  it('of iOS has name and system', () => {
    const hint = readEncodedData(encode('IOS20171114', phone));
    expect(hint).toMatchObject({ library: 'ios', deviceName: 'iPhone', system: 'iOS 17.5', timezone: '+05:30' });
  });

  it('is read whoever signed it: the key is public', () => {
    const hint = readEncodedData(encode('JS20171115', browser, 'another'));
    expect(hint).toMatchObject({ library: 'js', userAgent: browser.UserAgent });
  });

  it.each(['.5:30', '99:00', '1', '01:60', ''])('has no time zone where a browser writes %j', (ClientTimezone) => {
    const hint = readEncodedData(encode('JS20171115', { ...browser, ClientTimezone }));
    expect(hint).toMatchObject({ timezone: undefined, language: 'de-CH' });
  });

  it.each([
    ['no base64', '%%%'],
    ['nothing', ''],
    ['an array', Buffer.from('[]').toString('base64')],
    ['another library', encode('WINDOWS1', browser)],
    ['no context data', encode('JS20171115', 'text')],
    ['too much', encode('JS20171115', { ...browser, UserAgent: 'x'.repeat(131_072) })],
  ])('that is %s says nothing', (_, text) => {
    expect(readEncodedData(text)).toBeUndefined();
  });

  it('never throws, and never says much', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.constantFrom<unknown>(null, 1, {}, ['x'], '-07:00', '17.5', 'x'.repeat(600)),
    );
    const contexts = fc.record({
      DeviceId: value,
      UserAgent: value,
      DeviceName: value,
      DeviceOsReleaseVersion: value,
      DeviceLanguage: value,
      ClientTimezone: value,
    });
    const written = fc
      .tuple(fc.constantFrom('JS20171115', 'ANDROID20171114', 'IOS20171114'), contexts)
      .map(([version, context]) => encode(version, context));
    const envelopes = fc
      .jsonValue({ maxDepth: 2 })
      .map((json) => Buffer.from(JSON.stringify({ payload: json, version: json })).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), written, envelopes), (text) => {
        const hint = readEncodedData(text);
        for (const value of Object.values(hint ?? {})) {
          if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(512);
          if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
