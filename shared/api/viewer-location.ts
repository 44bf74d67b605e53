import type { HttpRequest } from './http-request.ts';

/** Where a viewer is, as far as the distribution knows by the address. */
export interface ViewerLocation {
  readonly city?: string;
  readonly country?: string;
}

const longest = 256;

// The distribution percent-encodes what is not ASCII.
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value).slice(0, longest);
  } catch {
    return value.slice(0, longest);
  }
};

/** Where the viewer of a request is; undefined where nothing says so, as on a laptop. */
export const findLocation = ({ headers }: Pick<HttpRequest, 'headers'>): ViewerLocation | undefined => {
  const { 'cloudfront-viewer-city': city, 'cloudfront-viewer-country-name': country } = headers;
  if (!city && !country) return undefined;
  return { ...(city && { city: decoded(city) }), ...(country && { country: decoded(country) }) };
};
