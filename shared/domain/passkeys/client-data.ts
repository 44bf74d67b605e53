/** What a browser says about the occasion of a signature (WebAuthn Level 3, section 5.8.1). */
export interface ClientData {
  /** Base64url. */
  readonly challenge: string;
  readonly origin: string;
  /** True in a frame on another site's page. */
  readonly crossOrigin: boolean;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The client data from its base64url form; undefined for anything else. */
export const findClientData = (clientDataJSON: string): ClientData | undefined => {
  const data = parsed(Buffer.from(clientDataJSON, 'base64url').toString());
  if (typeof data !== 'object' || data === null || !('challenge' in data) || !('origin' in data)) return undefined;
  const { challenge, origin } = data;
  if (typeof challenge !== 'string' || typeof origin !== 'string') return undefined;
  return { challenge, origin, crossOrigin: 'crossOrigin' in data && data.crossOrigin !== false };
};
