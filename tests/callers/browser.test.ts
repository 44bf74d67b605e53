import { describe, expect, it } from 'vitest';
import { stack } from '#tests/support/stack.ts';

describe('a page of any origin', () => {
  it('may send what the clients of browsers send', async () => {
    const answer = await fetch(stack().endpoint, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers':
          'content-type,x-amz-target,x-amz-user-agent,cache-control,amz-sdk-invocation-id,amz-sdk-request,authorization',
      },
    });
    expect(answer.status).toBeLessThan(300);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
    for (const name of ['content-type', 'x-amz-target', 'x-amz-user-agent', 'amz-sdk-request', 'authorization']) {
      expect(allowed).toContain(name);
    }
  });

  it('may read the answer, and of which kind an exception is', async () => {
    const answer = await fetch(stack().endpoint, {
      method: 'POST',
      headers: {
        origin: 'https://app.example.com',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
      },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-expose-headers')?.toLowerCase()).toContain('x-amzn-errortype');
    expect(answer.headers.get('x-amzn-errortype')).toBe('InvalidParameterException:');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[\w-]+$/);
    expect(answer.headers.get('content-type')).toContain('application/x-amz-json-1.1');
    expect(await answer.json()).toEqual({
      __type: 'InvalidParameterException',
      message:
        "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
    });
  });
});
