import { createHmac } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEncodedData } from '#shared/domain/risk/encoded-data.ts';
import { advancedSecurityData } from '#shared/pages/assets/advanced-security-data.ts';

const window = {
  navigator: { userAgent: 'Mozilla/5.0 (X11) Gecko', language: 'nb-NO', platform: 'Linux' },
  localStorage: {
    kept: new Map<string, string>(),
    getItem: (name: string) => window.localStorage.kept.get(name),
    setItem: (name: string, value: string) => window.localStorage.kept.set(name, value),
  },
  btoa,
};

const getData = (username: string, clientId: string): string => {
  const data: unknown = runInNewContext(
    `${advancedSecurityData.text};window.AmazonCognitoAdvancedSecurityData.getData(${JSON.stringify(username)},'pool',${JSON.stringify(clientId)})`,
    { window },
  );
  return String(data);
};

it('tells of the browser in the form that is read here, and signs it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1, maxLength: 100 }), (username, clientId) => {
      const encoded = getData(username, clientId);
      const { payload, signature, version } = JSON.parse(Buffer.from(encoded, 'base64').toString());
      expect(signature).toBe(createHmac('sha256', clientId).update(`${version}${payload}`).digest('base64'));
      expect(JSON.parse(payload)).toMatchObject({ username, userPoolId: 'pool' });
      expect(readEncodedData(encoded)).toMatchObject({
        library: 'js',
        userAgent: window.navigator.userAgent,
        language: 'nb-NO',
        timezone: expect.stringMatching(/^[+-]\d\d:\d\d$/),
      });
    }),
    { numRuns: 30 },
  );
});

it('keeps the id that it gave the browser', () => {
  const idIn = (encoded: string): unknown => readEncodedData(encoded)?.deviceId;
  expect(idIn(getData('ada', 'app'))).toBe(idIn(getData('ada', 'app')));
});
