const encode = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** As many random bytes, in base64url. */
export const randomText = (bytes: number): string => encode(crypto.getRandomValues(new Uint8Array(bytes)));

/** The challenge of a verifier by S256 (RFC 7636, section 4.2). */
export const challengeOf = async (verifier: string): Promise<string> =>
  encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
