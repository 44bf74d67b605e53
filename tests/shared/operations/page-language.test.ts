import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '#shared/api/json-protocol.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { languageCookies, languageHeaders, languageOf, textsFor } from '#shared/operations/page-language.ts';

interface Asked {
  readonly query?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const request = ({ query = '', cookie, headers = {} }: Asked = {}): HttpRequest => ({
  method: 'GET',
  path: '/login',
  query,
  headers,
  cookies: new Map(cookie === undefined ? [] : [['lang', cookie]]),
  body: new Uint8Array(),
  sourceIp: '192.0.2.1',
  requestId: 'request',
  originSecrets: [],
});

const pool: UserPool = {
  id: 'us-east-1_a',
  name: 'a',
  settings: {},
  schema: [],
  textLanguages: ['fr'],
  dataKeys: { general: new Uint8Array() },
  createdAt: 0,
  updatedAt: 0,
  version: 1,
};

describe('the language of a page', () => {
  it.each([
    [{}, 'en'],
    [{ headers: { 'accept-language': 'nl' } }, 'en'],
    [{ headers: { 'accept-language': 'nl, pt-PT;q=0.5' } }, 'pt-BR'],
    [{ query: 'ui_locales=nl+ja+de', headers: { 'accept-language': 'fr' } }, 'ja'],
    [{ query: 'ui_locales=ja', cookie: 'ko' }, 'ko'],
    [{ query: 'lang=zh-HK&ui_locales=ja', cookie: 'ko' }, 'zh-TW'],
    [{ query: 'lang=nl', cookie: 'ko' }, 'ko'],
    [{ query: 'lang=de&lang=fr' }, 'de'],
    [{ query: 'lang=%00%ff', cookie: '\u0000' }, 'en'],
  ])('is what the request asks for: %j', (asked, language) => {
    expect(languageOf(request(asked))).toBe(language);
  });

  it('is kept by a cookie that scripts cannot read, once the request asks for it', () => {
    expect(languageCookies(request({ query: 'lang=de-AT' }))).toEqual([
      'lang=de; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax',
    ]);
    expect(languageCookies(request({ query: 'lang=fr', cookie: 'de' }))).toHaveLength(1);
    expect(languageCookies(request({ query: 'lang=de', cookie: 'de' }))).toEqual([]);
    expect(languageCookies(request({ query: 'ui_locales=de', headers: { 'accept-language': 'de' } }))).toEqual([]);
    expect(languageCookies(request({ query: 'lang=nl%0d%0aSet-Cookie:x' }))).toEqual([]);
  });

  it('is that of its texts, and none are read that the pool does not have', async () => {
    // There is no table here to read from.
    const { language, say } = await textsFor(request({ query: 'lang=it' }), { pool });
    expect([language, say('signIn.title')]).toEqual(['it', 'Accedi']);
  });

  it('is told', () => {
    expect(languageHeaders('pt-BR')).toEqual({ 'content-language': 'pt-BR', vary: 'Accept-Language, Cookie' });
  });
});
