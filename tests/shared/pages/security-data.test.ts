import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readEncodedData } from '#shared/domain/risk/encoded-data.ts';

const source = readFileSync(new URL('../../../shared/pages/assets/security-data.js', import.meta.url), 'utf8');
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';

interface Submitted {
  readonly target: { readonly elements: { readonly namedItem: (name: string) => { value: string } | null } };
}

const load = (storage: ReadonlyMap<string, string> | undefined, minutes = -120) => {
  const kept = new Map(storage);
  const listeners: ((event: Submitted) => void)[] = [];
  const window: {
    AmazonCognitoAdvancedSecurityData?: { getData: (username: string, poolId: string, clientId: string) => unknown };
  } = {};
  const localStorage = storage && {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  runInNewContext(source, {
    window,
    document: { addEventListener: (_type: string, listener: (event: Submitted) => void) => listeners.push(listener) },
    navigator: { userAgent, language: 'de-CH', platform: 'Linux x86_64' },
    ...(localStorage && { localStorage }),
    Date: class extends Date {
      override getTimezoneOffset = () => minutes;
    },
    crypto,
    btoa,
    TextEncoder,
  });
  const data = () => window.AmazonCognitoAdvancedSecurityData?.getData('jürg', 'eu-west-1_Example', 'a client');
  return { kept, listeners, read: () => readEncodedData(String(data())) };
};

describe('the script that tells of the device', () => {
  it('gives to libraries what EncodedData is read from', () => {
    expect(load(new Map()).read()).toMatchObject({
      library: 'js',
      userAgent,
      language: 'de-CH',
      timezone: '+02:00',
      deviceId: expect.stringMatching(/^[\da-z]+:\d+$/),
    });
    expect(load(new Map(), 210).read()).toMatchObject({ timezone: '-03:30' });
  });

  it('names a browser the same each time, unless it keeps nothing', () => {
    const first = load(new Map());
    const known = first.read()?.deviceId;
    expect(load(first.kept).read()?.deviceId).toBe(known);
    const forgetful = load(undefined);
    expect(forgetful.read()?.deviceId).not.toBe(forgetful.read()?.deviceId);
  });

  it('fills the field that forms of the pages have for it', () => {
    const { listeners } = load(new Map());
    const field = { value: '' };
    const namedItem = (name: string) => (name === 'cognitoAsfData' ? field : null);
    for (const listener of listeners) listener({ target: { elements: { namedItem } } });
    expect(readEncodedData(field.value)).toMatchObject({ library: 'js', userAgent });
  });
});
