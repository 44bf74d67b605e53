import { describe, expect, it } from 'vitest';
import { auditedRequest } from '#shared/api/audited-request.ts';
import type { EndedCall } from '#shared/observability/call.ts';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const parametersOf = (query: string, body: string): unknown => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'auth.example.com' };
  const call: EndedCall = {
    called: { name: 'token', key: 'token', api: 'endpoint' },
    http: {
      method: 'POST',
      path: '/oauth2/token',
      query,
      headers,
      body: Buffer.from(body),
      sourceIp: '',
      requestId: '',
    },
    startedAt: 0,
    durationMs: 0,
    outcome: 'refused',
    statusCode: 400,
    changes: [],
  };
  return Reflect.get(auditedRequest(call).additionalEventData ?? {}, 'requestParameters');
};

describe('a record of an endpoint or a page', () => {
  it('shows the names of parameters, and the values of some', () => {
    expect(parametersOf('lang=de', 'grant_type=password&username=ada&requiredAttributes[family_name]=Byron')).toEqual({
      lang: ['de'],
      grant_type: ['password'],
      username: [hidden],
      'requiredAttributes[family_name]': [hidden],
    });
  });

  it('shows them behind many others, too, and only some of those', () => {
    const others = Array.from({ length: 200 }, (_, i) => `x${i}=1&lang=de`).join('&');
    expect(parametersOf(others, 'grant_type=password')).toEqual({
      [hidden]: Array(5).fill(hidden),
      lang: Array(5).fill('de'),
      grant_type: ['password'],
    });
    const attributes = Array.from({ length: 26 ** 2 }, (_, i) => {
      const name = String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));
      return `requiredAttributes[${name}]=1`;
    });
    const told = parametersOf(attributes.join('&'), 'grant_type=password');
    expect(Object.keys(Object(told))).toHaveLength(101);
    expect(told).toHaveProperty('grant_type', ['password']);
  });

  it.each([
    ['a value without its name', '', 'Correct-horse-1'],
    ['a value without its name in the query string', 'Correct-horse-1', ''],
    ['what follows a & that was not encoded', '', 'password=Tr0ub4dor&Correct-horse-1'],
    ['the same in front of a =', '', 'client_secret=Tr0ub4dor&Correct-horse-1=x'],
  ])('hides %s', (_what, query, body) => {
    const told = JSON.stringify(parametersOf(query, body));
    expect(told).toContain(hidden);
    expect(told).not.toMatch(/Correct|Tr0ub4dor/);
  });
});
