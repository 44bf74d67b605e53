/**
 * Who asks. Administrators have flows of their own, and SECRET_HASH is required of both them and the public. On pages,
 * the user asks in person: the app client proves itself when it takes what comes of it.
 */
export type Side = 'public' | 'admin' | 'page';

/** Where a request comes from, as far as it tells. */
export interface Origin {
  readonly sourceIp: string | undefined;
  readonly userAgent: string | undefined;
  readonly location?: { readonly city?: string; readonly country?: string } | undefined;
}

/** What a server says about the client that it signs in for. */
export const originOf = (
  context:
    | {
        readonly IpAddress: string;
        readonly HttpHeaders: readonly {
          readonly headerName?: string | undefined;
          readonly headerValue?: string | undefined;
        }[];
      }
    | undefined,
): Origin => ({
  sourceIp: context?.IpAddress,
  userAgent: context?.HttpHeaders.find(({ headerName }) => headerName?.toLowerCase() === 'user-agent')?.headerValue,
});
