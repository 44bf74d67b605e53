import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterPattern } from '#local/logs/filter-pattern.ts';
import { isWanted } from '#shared/domain/audit-trail/trail-filter.ts';
import { fitsWildcards } from '#shared/domain/audit-trail/wildcards.ts';

// Few letters, so that much fits.
const letters = (...of: readonly string[]) => fc.string({ unit: fc.constantFrom(...of), maxLength: 8 });

const record = {
  eventTime: '2026-01-01T00:00:00Z',
  eventName: 'a'.repeat(60),
  eventSource: 'cognito-idp.amazonaws.com',
  eventID: '00000000-0000-0000-0000-000000000000',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'test',
  requestID: '00000000-0000-0000-0000-000000000000',
  userIdentity: {},
  requestParameters: null,
};

describe('wildcards', () => {
  it('find what a regular expression finds', () => {
    fc.assert(
      fc.property(letters('a', 'b', '*'), letters('a', 'b', '.'), (pattern, text) => {
        const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
        expect(fitsWildcards(pattern, text)).toBe(form.test(text));
      }),
    );
  });

  // A regular expression would take years.
  it('cost no more where there are many of them', () => {
    const pattern = `${'*a'.repeat(31)}*b`;
    expect(fitsWildcards(pattern, 'a'.repeat(60))).toBe(false);
    expect(isWanted(record, { operations: [pattern] })).toBe(false);
    expect(isWanted({ ...record, errorCode: record.eventName }, { error: pattern })).toBe(false);
    expect(filterPattern(`{ ($.eventName = "${pattern}") }`)(record)).toBe(false);
  });
});
