import { describe, expect, it } from 'vitest';
import { requestsIn } from '#tests/costs/page.ts';
import { agree } from './requests.ts';

const page = `| Operation |  | Read requests | Units | Write requests | Transactions | Units |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
| InitiateAuth | password | 2 | 4 | 1 | 0 | 6 |
| InitiateAuth | password, by alias | 3 | 3 | 1 | 0 | 1 |
| SignUp |  | 1 | 1 | 0 | 5 | 17 |`;

describe('what the page of costs says', () => {
  it('is read by operation and way', () => {
    const signIn = { readRequests: 2, writeRequests: 1, transactions: 0 };
    expect(requestsIn(page, 'InitiateAuth', 'password')).toEqual(signIn);
    expect(requestsIn(page, 'SignUp')).toEqual({ readRequests: 1, writeRequests: 0, transactions: 5 });
  });

  it('has to be there', () => {
    expect(() => requestsIn(page, 'InitiateAuth')).toThrow('nothing of InitiateAuth');
  });
});

describe('what was counted', () => {
  const said = { readRequests: 2, writeRequests: 1, transactions: 0 };
  const counted = { readRequests: 20, writeRequests: 10, transactions: 0 };

  it.each([
    ['as many', counted, 1000, true],
    ['and three caches filled', { ...counted, readRequests: 23 }, 1000, true],
    ['and caches filled twice', { ...counted, readRequests: 26 }, 10_001, true],
    ['a read too many', { ...counted, readRequests: 24 }, 10_000, false],
    ['a read too few', { ...counted, readRequests: 19 }, 1000, false],
    ['a write too many', { ...counted, writeRequests: 11 }, 1000, false],
    ['a transaction', { ...counted, transactions: 1 }, 1000, false],
  ])('agrees or does not: %s', (_name, found, milliseconds, agreed) => {
    expect(agree(found, said, 10, milliseconds)).toBe(agreed);
  });
});
