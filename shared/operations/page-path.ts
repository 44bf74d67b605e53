import { pageQuery } from './data-requests.ts';
import type { PageCall } from './page-dress.ts';

/** The address of another page, with the query of the request. It is relative. */
export const pagePath = ({ http }: Pick<PageCall, 'http'>, path: string): string => `${path}?${pageQuery(http)}`;
