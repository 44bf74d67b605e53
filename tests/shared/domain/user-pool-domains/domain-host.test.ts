import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertFreeHost,
  type DomainSettings,
  domainNameOf,
  hostOfPrefix,
  originOfDomain,
  originOfPool,
} from '#shared/domain/user-pool-domains/domain-host.ts';

const onAws: DomainSettings = {
  issuerOrigin: 'https://auth.example.com',
  baseDomain: 'example.com',
  customDomains: ['login.shop.example', 'sign-in.example.com'],
};
const onLaptop: DomainSettings = {
  issuerOrigin: 'http://localhost:9229',
  baseDomain: 'localhost:9229',
  customDomains: ['login.shop.example'],
};
const withoutBase: DomainSettings = { ...onAws, baseDomain: undefined };

describe('domainNameOf', () => {
  it.each([
    ['shop.example.com', onAws, 'shop'],
    ['Shop.Example.COM', onAws, 'shop'],
    ['shop.example.com:443', onAws, 'shop'],
    ['shop.example.com.', onAws, 'shop'],
    ['shop.example.com.:443', onAws, 'shop'],
    ['auth.example.com.', onAws, undefined],
    ['login.shop.example', onAws, 'login.shop.example'],
    ['sign-in.example.com', onAws, 'sign-in.example.com'],
    ['auth.example.com', onAws, undefined],
    ['example.com', onAws, undefined],
    ['a.shop.example.com', onAws, undefined],
    ['shop.example.com.evil.test', onAws, undefined],
    ['shopexample.com', onAws, undefined],
    ['-shop.example.com', onAws, undefined],
    ['', onAws, undefined],
    ['shop.localhost:9229', onLaptop, 'shop'],
    ['shop.localhost:9243', onLaptop, 'shop'],
    ['localhost:9229', onLaptop, undefined],
    ['127.0.0.1:9229', onLaptop, undefined],
    ['[::1]:9229', onLaptop, undefined],
    ['login.shop.example:9229', onLaptop, 'login.shop.example'],
    ['shop.example.com', withoutBase, undefined],
    ['login.shop.example', withoutBase, 'login.shop.example'],
  ])('reads %s', (host, settings, name) => {
    expect(domainNameOf(host, settings)).toBe(name);
  });

  it('finds every prefix at its host, and nothing in other text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/), (prefix) => {
        fc.pre(!['auth', 'sign-in'].includes(prefix));
        expect(domainNameOf(hostOfPrefix(prefix, onAws) ?? '', onAws)).toBe(prefix);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (host) => {
        fc.pre(!host.toLowerCase().includes('.example'));
        expect(domainNameOf(host, onAws)).toBeUndefined();
      }),
    );
  });
});

describe('assertFreeHost', () => {
  it('refuses a prefix whose host is taken by the deployment itself', () => {
    for (const prefix of ['auth', 'sign-in'])
      expect(() => assertFreeHost(prefix, onAws)).toThrow(`its host would be ${prefix}.example.com`);
    expect(() => assertFreeHost('shop', onAws)).not.toThrow();
    expect(() => assertFreeHost('auth', withoutBase)).not.toThrow();
  });
});

describe('the origin of a domain', () => {
  it('is its host with the scheme and port of the deployment', () => {
    expect(originOfDomain('shop', onAws)).toBe('https://shop.example.com');
    expect(originOfDomain('login.shop.example', onAws)).toBe('https://login.shop.example');
    expect(originOfDomain('shop', onLaptop)).toBe('http://shop.localhost:9229');
    expect(originOfDomain('login.shop.example', onLaptop)).toBe('http://login.shop.example:9229');
  });

  it('is nowhere if the deployment does not serve it', () => {
    expect(originOfDomain('shop', withoutBase)).toBeUndefined();
    expect(originOfDomain('former.shop.example', onAws)).toBeUndefined();
    expect(originOfDomain('auth', onAws)).toBeUndefined();
  });
});

describe('the origin of a pool', () => {
  it('is its custom domain, else its prefix domain, else the deployment', () => {
    expect(originOfPool({ domain: 'shop', customDomain: 'login.shop.example' }, onAws)).toBe(
      'https://login.shop.example',
    );
    expect(originOfPool({ domain: 'shop' }, onAws)).toBe('https://shop.example.com');
    expect(originOfPool({}, onAws)).toBe('https://auth.example.com');
  });

  it('passes over what the deployment does not serve', () => {
    expect(originOfPool({ domain: 'shop', customDomain: 'former.shop.example' }, onAws)).toBe(
      'https://shop.example.com',
    );
    expect(originOfPool({ domain: 'shop', customDomain: 'former.shop.example' }, withoutBase)).toBe(
      'https://auth.example.com',
    );
  });

  it('is no name below localhost, which only browsers find', () => {
    expect(originOfPool({ domain: 'shop' }, onLaptop)).toBe('http://localhost:9229');
  });
});
