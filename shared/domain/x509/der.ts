/** As much of DER as certificates need: ITU-T X.690. */

/** A value with its tag and its length. */
export const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length > 0xffff) throw new RangeError('DER of more than 64 kB is not needed here.');
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts);
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => tagged(0x04, content);
export const nothing = tagged(0x05);
export const truth = tagged(0x01, Buffer.from([0xff]));

/** Bits of a named list, such as the uses of a key: the lowest number is the first. */
export const namedBits = (...numbers: readonly number[]): Buffer => {
  const last = Math.max(...numbers);
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
  for (const number of numbers) bytes[number >> 3] = (bytes[number >> 3] ?? 0) | (0x80 >> (number & 7));
  return tagged(0x03, Buffer.from([7 - (last & 7)]), bytes);
};

export const bits = (content: Uint8Array): Buffer => tagged(0x03, Buffer.alloc(1), content);

/** A positive number from its bytes, the highest first. */
export const integer = (bytes: Uint8Array): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.alloc(1), bytes]));

const base128 = (number: number): number[] => {
  const digits = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
};

/** An object identifier, such as 2.5.29.17. */
export const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
};

/** A time from epoch milliseconds, in whole seconds: two digits of the year before 2050, then four. RFC 5280 section 4.1.2.5. */
export const time = (at: number): Buffer => {
  const digits = `${new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`;
  const isShort = Number(digits.slice(0, 4)) < 2050;
  return tagged(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits));
};
