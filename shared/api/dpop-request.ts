import type { ProvedRequest } from '#shared/domain/oauth/dpop-proof.ts';
import { originOfViewer } from './cookies.ts';
import type { HttpRequest } from './json-protocol.ts';

/** The proof of a key that a request came with, as it was sent; undefined where it has none. RFC 9449 section 4.1. */
export const proofIn = (http: HttpRequest): ProvedRequest | undefined => {
  const { dpop: proof } = http.headers;
  return proof === undefined ? undefined : { proof, method: http.method, uri: `${originOfViewer(http)}${http.path}` };
};
