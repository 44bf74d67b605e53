import { createHash } from 'node:crypto';
import { DeleteManagedLoginBrandingCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, logo, png, svg, type TestBranding } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { get } from '#tests/support/discovery.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const pathOf = ({ UserPoolId, ManagedLoginBrandingId }: TestBranding, bytes: Uint8Array, ending: string): string =>
  `/branding/${UserPoolId}/${ManagedLoginBrandingId}/${createHash('sha256').update(bytes).digest('hex')}.${ending}`;

const styled = (bytes: Uint8Array, Extension: 'PNG' | 'SVG') =>
  makePool().then((pool) => createBranding(pool, { Assets: [logo({ Extension, Bytes: bytes })] }));

describe('an image of a style', () => {
  it('is given byte for byte, and may be kept for a year', async () => {
    const bytes = png(900_000);
    const branding = await styled(bytes, 'PNG');

    const answer = await get(pathOf(branding, bytes, 'png'));

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes)).toBe(0);
  });

  it('does nothing where it is opened as a page', async () => {
    const bytes = svg();
    const branding = await styled(bytes, 'SVG');

    const { headers } = await get(pathOf(branding, bytes, 'svg'));

    expect(headers.get('content-type')).toBe('image/svg+xml');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
  });

  it('may be asked for its headers alone', async () => {
    const bytes = png();
    const path = pathOf(await styled(bytes, 'PNG'), bytes, 'png');
    const answer = await fetch(`${stack().endpoint}${path}`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it('is not there under another style, another type than a known one, or after its style', async () => {
    const bytes = png();
    const branding = await styled(bytes, 'PNG');
    const other = await styled(svg(), 'SVG');
    const path = pathOf(branding, bytes, 'png');
    for (const nowhere of [pathOf(other, bytes, 'png'), path.replace('.png', '.html'), `${path}x`, '/branding/a/b/c'])
      expect(await get(nowhere)).toMatchObject({ status: 404 });
    expect(await get(path)).toMatchObject({ status: 200 });

    await adminClient().send(new DeleteManagedLoginBrandingCommand(branding));

    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});
