import type { UserPool } from '../user-pools/user-pool.ts';
import type { Passkey } from './passkey.ts';

/** For whom the passkeys of a pool are, and what using them has to show. */
export interface RelyingParty {
  /** A domain. Passkeys work on it and on its subdomains. */
  readonly id: string;
  readonly userVerification: 'required' | 'preferred';
}

const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

/**
 * The relying party of a pool: the one that was set, otherwise the host of the issuer. Undefined where that host is an
 * address, as only domains can be relying parties (WebAuthn Level 3, section 5.1.2).
 */
export const findRelyingParty = ({ webAuthn }: UserPool, issuerOrigin: string): RelyingParty | undefined => {
  const id = webAuthn?.relyingPartyId ?? new URL(issuerOrigin).hostname;
  if (ipAddress.test(id)) return undefined;
  const isTwoFactors = webAuthn?.factor === 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  return { id, userVerification: isTwoFactors ? 'required' : (webAuthn?.userVerification ?? 'preferred') };
};

const isWithin = (domain: string, host: string): boolean => host === domain || host.endsWith(`.${domain}`);

// Android names an app by its certificate, after the domain's asset links have vouched for the app.
const androidApp = /^android:apk-key-hash:[\w-]{43}$/;

/**
 * True for origins where the relying party's passkeys may be used: https on its domain and subdomains, on any port;
 * also http if the domain is localhost; and Android apps.
 */
export const isOriginOf = (relyingPartyId: string, origin: string): boolean => {
  if (androidApp.test(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol, origin: exactly } = new URL(origin);
  if (exactly !== origin || !isWithin(relyingPartyId, hostname)) return false;
  return protocol === 'https:' || (protocol === 'http:' && isWithin('localhost', hostname));
};

/** The passkeys that work for the relying party. Those made for another one stay, but no browser offers them. */
export const usablePasskeys = (
  passkeys: readonly Passkey[],
  relyingParty: RelyingParty | undefined,
): readonly Passkey[] => passkeys.filter(({ relyingPartyId }) => relyingPartyId === relyingParty?.id);
