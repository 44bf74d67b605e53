import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadViewerRequest } from '#local/edge.ts';

const viewerRequest = loadViewerRequest();

const values = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]));

const post = (headers: Readonly<Record<string, string>>, uri = '/') =>
  viewerRequest({
    request: { method: 'POST', uri, querystring: {}, headers: values({ host: 'auth.example.com', ...headers }) },
  });

describe('the edge function', () => {
  it.each([
    ['AWSCognitoIdentityProviderService.SignUp', '/op/SignUp'],
    ['Gatehouse.RotateSigningKeys', '/op/RotateSigningKeys'],
  ])('moves the operation of %s into the path', (target, uri) => {
    expect(post({ 'x-amz-target': target }).uri).toBe(uri);
    expect(post({ 'x-amz-target': target }, '/pool/v1/').uri).toBe(uri);
  });

  it.each(['AWSCognitoIdentityProviderService.', 'AWSCognitoIdentityProviderService.../x', 'S3.SignUp', 'SignUp'])(
    'leaves the target %s to the route for unknown operations',
    (target) => {
      expect(post({ 'x-amz-target': target }, '/op/SignUp').uri).toBe('/');
    },
  );

  it('keeps what the viewer signed', () => {
    const { headers } = viewerRequest({
      request: {
        method: 'POST',
        uri: '/pool/v1/',
        querystring: { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, b: { value: '' } },
        headers: values({ host: 'auth.example.com', authorization: 'AWS4-HMAC-SHA256 …' }),
      },
    });
    expect(headers['x-orig-host']).toEqual({ value: 'auth.example.com' });
    expect(headers['x-orig-uri']).toEqual({ value: '/pool/v1/?a=1&a=2&b' });
    expect(headers['x-orig-authorization']).toEqual({ value: 'AWS4-HMAC-SHA256 …' });
  });

  it('lets no viewer say what the edge says', () => {
    const { headers } = post({
      'x-orig-host': 'evil.example.com',
      'x-orig-authorization': 'stolen',
      'x-origin-secret': 'guessed',
    });
    expect(headers['x-orig-host']).toEqual({ value: 'auth.example.com' });
    expect(headers['x-orig-authorization']).toBeUndefined();
    expect(headers['x-origin-secret']).toBeUndefined();
  });

  it('is small enough for CloudFront', () => {
    expect(readFileSync('functions/edge/viewer-request.js').length).toBeLessThan(10_240);
  });
});
