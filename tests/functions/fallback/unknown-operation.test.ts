import { describe, expect, it } from 'vitest';
import { stack } from '#tests/support/stack.ts';

const call = (headers: Record<string, string>): Promise<Response> =>
  fetch(stack().endpoint, { method: 'POST', headers, body: '{}' });

describe('a request for no operation that is there', () => {
  it.each([
    'AWSCognitoIdentityProviderService.NoSuchOperation',
    'Gatehouse.NoSuchOperation',
    'AnotherService.GetUser',
    'nonsense',
  ])('is told so: %s', async (target) => {
    const answer = await call({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException:');
    expect(await answer.json()).toEqual({
      __type: 'UnknownOperationException',
      message: 'The request names no operation that is there.',
    });
  });

  it('may lack a target, or be for a path', async () => {
    expect((await call({})).status).toBe(400);
    expect((await fetch(`${stack().endpoint}/no/such/path`)).status).toBe(400);
  });
});
