import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '#shared/domain/imports/parsed-record.ts';
import { processorTimeOf } from '#tests/support/durations.ts';

const at = '2024-01-01T00:00:00.000Z';
const seed = 'JBSWY3DPEHPK3PXPJBSWY3DP';
const passkey = {
  credentialId: 'abcd',
  publicKey: 'AAAA',
  counter: 0,
  transports: [],
  friendlyName: 'key',
  relyingPartyId: 'example.com',
  createdAt: at,
};

const parse = (record: object) => parseRecord(JSON.stringify(record));
const aUser = (more: object) => parse({ type: 'user', username: 'ada', ...more });

describe('a line of a file of records', () => {
  it('is refused, whatever stands in it, or a record', () => {
    fc.assert(fc.property(fc.string(), (line) => parseRecord(line).kind === 'refused'));
    fc.assert(fc.property(fc.jsonValue(), (value) => parseRecord(JSON.stringify(value)).kind === 'refused'));
  });

  it('is refused in the time that its length takes, however deep it is and however much is wrong in it', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parseRecord(deep).kind).toBe('refused');
    const many = Array.from({ length: 500_000 }, (_none, index) => `"${index}":1`).join();
    const took = processorTimeOf(() => {
      expect(parseRecord(`{"type":"user","username":"ada","attributes":{${many}}}`)).toEqual({
        kind: 'refused',
        refused: 'The member attributes.0 is not valid.',
        username: 'ada',
      });
    });
    expect(took).toBeLessThan(5000);
  });

  it('changes no prototype', () => {
    const line = `{"type":"user","username":"ada","attributes":{"__proto__":"x","name":"Ada"}}`;
    expect(parseRecord(line)).toMatchObject({ record: { attributes: { name: 'Ada' } } });
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });

  it.each([
    ['a counter that no store takes', { passkeys: [{ ...passkey, counter: 2 ** 53 }] }, 'passkeys.0.counter'],
    ['a step that no store takes', { softwareToken: { seed, lastStep: 1e300 } }, 'softwareToken.lastStep'],
    ['a name that is no text', { passkeys: [{ ...passkey, friendlyName: '\ud800' }] }, 'passkeys.0.friendlyName'],
  ])('is refused for %s', (_what, more, member) => {
    expect(aUser(more)).toMatchObject({ kind: 'refused', refused: `The member ${member} is not valid.` });
  });

  it.each([
    ['a name that the API takes for none', { name: 'all staff' }, 'name'],
    ['too high a number', { name: 'staff', precedence: 2 ** 31 }, 'precedence'],
    ['too long a description', { name: 'staff', description: 'x'.repeat(2049) }, 'description'],
    ['a role that is none', { name: 'staff', roleArn: 'staff' }, 'roleArn'],
  ])('is no group of %s', (_what, group, member) => {
    expect(parse({ type: 'group', ...group })).toMatchObject({ refused: `The member ${member} is not valid.` });
  });
});
