import { timingSafeEqual } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { HttpRequest } from './http-request.ts';

const matches = (given: Buffer, secret: string): boolean => {
  const live = Buffer.from(secret);
  return live.length === given.length && timingSafeEqual(live, given);
};

/** Refuses requests that did not come by the edge: only the edge knows the origin secret. Throws ForbiddenException. */
export const assertFromEdge = (http: HttpRequest): void => {
  const { originSecrets } = environment();
  if (originSecrets?.length === 0) return;
  const given = Buffer.from(http.headers['x-origin-secret'] ?? '');
  if (!(originSecrets ?? http.originSecrets).some((secret) => matches(given, secret))) {
    throw new CognitoException('ForbiddenException', 'This address is reached through the distribution only.');
  }
};
