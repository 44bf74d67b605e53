/**
 * Who asks. Administrators have flows of their own, and SECRET_HASH is required of both them and the public. On pages,
 * the user asks in person: the app client proves itself when it takes what comes of it.
 */
export type Side = 'public' | 'admin' | 'page';

/** Where an address is, and what network it belongs to. */
export interface OriginPlace {
  readonly city?: string;
  /** By its name. */
  readonly country?: string;
  /** By its two letters. */
  readonly countryCode?: string;
  readonly coordinates?: { readonly latitude: number; readonly longitude: number };
  /** The number of the network (autonomous system). */
  readonly network?: number;
}

/** Where a request comes from, as far as it tells. */
export interface Origin {
  readonly sourceIp: string | undefined;
  readonly userAgent: string | undefined;
  /** What the distribution says of the address. */
  readonly location?: OriginPlace | undefined;
  readonly requestId?: string | undefined;
  /** What the client's library says of the device, as it came. Anybody can write anything there. */
  readonly encodedData?: string | undefined;
}

/** What a server says about the client that it signs in for. */
export const originOf = (
  context:
    | {
        readonly IpAddress: string;
        readonly EncodedData?: string | undefined;
        readonly HttpHeaders: readonly {
          readonly headerName?: string | undefined;
          readonly headerValue?: string | undefined;
        }[];
      }
    | undefined,
): Origin => ({
  sourceIp: context?.IpAddress,
  encodedData: context?.EncodedData,
  userAgent: context?.HttpHeaders.find(({ headerName }) => headerName?.toLowerCase() === 'user-agent')?.headerValue,
});
