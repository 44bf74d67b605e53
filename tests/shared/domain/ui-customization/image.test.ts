import { describe, expect, it } from 'vitest';
import { mostImageBytes, toImage } from '#shared/domain/ui-customization/image.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');
const jpeg = Buffer.from('ffd8ffe0', 'hex');

describe('toImage', () => {
  it('tells PNG and JPEG by their bytes', () => {
    expect(toImage(png)).toMatchObject({ type: 'image/png', bytes: png });
    expect(toImage(jpeg)).toMatchObject({ type: 'image/jpeg', bytes: jpeg });
  });

  it('has another hash for other bytes', () => {
    const hashes = [png, jpeg, png].map((bytes) => toImage(bytes).hash);
    expect(new Set(hashes).size).toBe(2);
    expect(hashes[0]).toMatch(/^[\da-f]{32}$/);
  });

  it.each([
    ['another kind', Buffer.from('GIF89a')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['the beginning of a beginning', png.subarray(0, 7)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => toImage(bytes)).toThrow('ImageFile must be a PNG or JPEG image.');
  });

  it('takes a hundred kilobytes, and no byte more', () => {
    const ofSize = (size: number) => Buffer.concat([png], size);
    expect(toImage(ofSize(mostImageBytes)).bytes).toHaveLength(102_400);
    expect(() => toImage(ofSize(mostImageBytes + 1))).toThrow('ImageFile must have at most 102400 bytes.');
  });
});
