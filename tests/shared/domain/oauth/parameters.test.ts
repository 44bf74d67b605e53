import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseParameters } from '#shared/domain/oauth/parameters.ts';

const invalid = expect.objectContaining({ code: 'invalid_request' });

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('parameters', () => {
  it('are what the form says, with plus signs as spaces', () => {
    const parameters = parseParameters('scope=openid+email&state=a%2Bb%26c%3Dd&redirect_uri=https://a.example');
    expect(parameters.get('scope')).toBe('openid email');
    expect(parameters.get('state')).toBe('a+b&c=d');
    expect(parameters.require('redirect_uri')).toBe('https://a.example');
  });

  it.each(['', 'state', 'state=', 'other=1', 'state=&state='])('lack what has no value: %j', (text) => {
    const parameters = parseParameters(text);
    expect(parameters.get('state')).toBeUndefined();
    expect(parameters.all('state')).toEqual([]);
    expect(thrownBy(() => parameters.require('state'))).toEqual(invalid);
  });

  it('may not come twice, unless one of them has no value or the reader takes all', () => {
    expect(thrownBy(() => parseParameters('state=a&state=a').get('state'))).toEqual(invalid);
    expect(thrownBy(() => parseParameters('state=a&%73tate=b').require('state'))).toEqual(invalid);
    expect(parseParameters('state=&state=a').get('state')).toBe('a');
    expect(parseParameters('resource=a&x=1&resource=b').all('resource')).toEqual(['a', 'b']);
  });

  it('have exact names', () => {
    const parameters = parseParameters('State=a&state%00=b&__proto__=c&constructor=d');
    expect(parameters.get('state')).toBeUndefined();
    expect(parameters.get('__proto__')).toBe('c');
    expect(parameters.get('toString')).toBeUndefined();
  });

  it('are a hundred at most', () => {
    expect(parseParameters('a=1&'.repeat(100)).all('a')).toHaveLength(100);
    expect(thrownBy(() => parseParameters('a=1&'.repeat(101)))).toEqual(invalid);
  });

  it('come back as they were written', () => {
    const pairs = fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), {
      maxKeys: 20,
    });
    fc.assert(
      fc.property(pairs, (values) => {
        const parameters = parseParameters(String(new URLSearchParams(values)));
        for (const [name, value] of Object.entries(values)) expect(parameters.get(name)).toBe(value || undefined);
      }),
    );
  });

  it('are read from any text, or refused as a request', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.constantFrom('state', 'code', ''), (text, name) => {
        for (const read of ['get', 'require', 'all'] as const) {
          const value = thrownBy(() => parseParameters(text)[read](name));
          if (value instanceof Error) expect(value).toEqual(invalid);
        }
      }),
    );
  });
});
