import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPattern, isTrustedHost } from '#shared/domain/app-clients/document-hosts.ts';

const at = (host: string): string => `https://${host}/client.json`;

describe('the hosts whose documents a pool takes', () => {
  it.each([
    ['any host, where none is named', {}, 'a.example', true],
    ['the one that is named', { allowed: ['a.example'] }, 'a.example', true],
    ['that one at a port', { allowed: ['a.example'] }, 'a.example:8443', true],
    ['another one', { allowed: ['a.example'] }, 'b.example', false],
    ['one below it', { allowed: ['a.example'] }, 'x.a.example', false],
    ['one that ends like it', { allowed: ['a.example'] }, 'xa.example', false],
    ['one below a domain', { allowed: ['*.a.example'] }, 'x.a.example', true],
    ['one far below a domain', { allowed: ['*.a.example'] }, 'x.y.a.example', true],
    ['the domain itself', { allowed: ['*.a.example'] }, 'a.example', false],
    ['one that ends like the domain', { allowed: ['*.a.example'] }, 'xa.example', false],
    ['one that is refused', { denied: ['a.example'] }, 'a.example', false],
    ['one beside the refused', { denied: ['a.example'] }, 'b.example', true],
    ['the refused one with a dot at its end', { denied: ['a.example'] }, 'a.example.', false],
    ['one that is named and refused', { allowed: ['*.example'], denied: ['a.example'] }, 'a.example', false],
  ])('%s', (_what, hosts, host, isTrusted) => {
    expect(isTrustedHost(hosts, at(host))).toBe(isTrusted);
  });

  it('what is no URL', () => {
    expect(isTrustedHost({}, 'client.json')).toBe(false);
  });

  it('never one that is refused, whatever is allowed', () => {
    const form = new RegExp(`^${hostPattern}$`);
    const pattern = fc.domain().map((domain) => domain.toLowerCase());
    fc.assert(
      fc.property(pattern, fc.array(pattern), (host, others) => {
        expect(host).toMatch(form);
        expect(isTrustedHost({ allowed: [host, ...others], denied: [host] }, at(host))).toBe(false);
        expect(isTrustedHost({ allowed: [host] }, at(host))).toBe(true);
      }),
    );
  });
});
