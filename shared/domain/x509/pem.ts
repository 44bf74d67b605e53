/** DER in base64 as PEM: RFC 7468. */
export const toPem = (label: 'CERTIFICATE' | 'PRIVATE KEY', base64: string): string =>
  `-----BEGIN ${label}-----\n${base64.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
