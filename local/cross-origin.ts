import type { IncomingHttpHeaders } from 'node:http';

interface Asked {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const distinct = (list: string): string => [...new Set(list.split(','))].join(',');

/**
 * Headers for other origins, as an HTTP API sends them that allows every origin. serverless-offline differs: it echoes
 * the origin, allows credentials, repeats exposed headers, and answers what nobody asked.
 */
export const asFromHttpApi = (headers: IncomingHttpHeaders, { method, headers: asked }: Asked): IncomingHttpHeaders => {
  const {
    vary,
    'access-control-allow-credentials': _credentials,
    'access-control-allow-headers': allowHeaders,
    'access-control-allow-methods': allowMethods,
    'access-control-allow-origin': allowOrigin,
    'access-control-expose-headers': expose,
    'access-control-max-age': maxAge,
    ...rest
  } = headers;
  const kept = { ...rest, ...(vary !== undefined && vary !== 'origin' && { vary }) };
  if (asked.origin === undefined || allowOrigin === undefined) return kept;
  return {
    ...kept,
    'access-control-allow-origin': '*',
    ...(expose !== undefined && { 'access-control-expose-headers': distinct(expose) }),
    ...(method === 'OPTIONS' && {
      'access-control-allow-headers': allowHeaders,
      'access-control-allow-methods': allowMethods,
      'access-control-max-age': maxAge,
    }),
  };
};
