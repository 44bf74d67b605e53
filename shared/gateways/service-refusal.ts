import type { IncomingHttpHeaders } from 'node:http';

/** An AWS service's answer that is an error. Its name is the service's code, such as AccessDeniedException. */
export class ServiceRefusal extends Error {
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

const member = (body: string, ...names: readonly string[]): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return names.map((name) => Reflect.get(parsed, name)).find((value) => typeof value === 'string');
  } catch {
    return undefined;
  }
};

/** The text of the first element of that name in an answer of the query protocol; undefined where there is none. */
export const textIn = (body: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];

// The name may have a namespace before it and an address behind it: `com.example#Name`, `Name:http://…`.
const bareName = (code: string): string => code.replace(/:.*$/, '').replace(/^.*#/, '');

/** The error in an answer, in whichever of AWS's protocols: REST with JSON, JSON 1.1, or query with XML. */
export const refusalFrom = (status: number, headers: IncomingHttpHeaders, body: string): ServiceRefusal => {
  const header = headers['x-amzn-errortype'];
  const code = (typeof header === 'string' && header) || member(body, '__type', 'code') || textIn(body, 'Code');
  const message = member(body, 'message', 'Message') ?? textIn(body, 'Message') ?? '';
  return new ServiceRefusal(status, code ? bareName(code) : `HttpStatus${status}`, message);
};
