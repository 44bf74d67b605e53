const componentBytes = 32;

const invalid = (): Error => new Error('The signature is no ECDSA signature with P-256.');

// A positive DER INTEGER at `offset`, as many bytes as the curve's numbers have, and where it ends.
const integerAt = (der: Uint8Array, offset: number): { readonly value: Uint8Array; readonly end: number } => {
  const [tag, length = 0] = der.subarray(offset, offset + 2);
  const end = offset + 2 + length;
  const bytes = der.subarray(offset + 2, end);
  const [first = 0x80, second = 0] = bytes;
  const isPadded = first === 0 && length > 1;
  if (tag !== 0x02 || bytes.length !== length || first >= 0x80 || (isPadded && second < 0x80)) throw invalid();
  const digits = isPadded ? bytes.subarray(1) : bytes;
  if (digits.length > componentBytes) throw invalid();
  const value = new Uint8Array(componentBytes);
  value.set(digits, componentBytes - digits.length);
  return { value, end };
};

/**
 * The two numbers of a P-256 signature side by side, as Web Crypto takes them, from the DER that authenticators give
 * (RFC 3279, section 2.2.3). Throws an Error for anything else. Bundles use it instead of the WebAuthn library's
 * function of the same name, which brings a whole ASN.1 compiler with it.
 */
export const unwrapEC2Signature = (der: Uint8Array): Uint8Array<ArrayBuffer> => {
  // Both numbers together are far shorter than 128 bytes, from where on a length takes more than one byte.
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw invalid();
  const r = integerAt(der, 2);
  const s = integerAt(der, r.end);
  if (s.end !== der.length) throw invalid();
  return Uint8Array.from([...r.value, ...s.value]);
};
