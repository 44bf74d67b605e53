import type { UserPool } from '../user-pools/user-pool.ts';
import type { AppClient } from './app-client.ts';

const isCustom = (attribute: string): boolean => attribute.startsWith('custom:') || attribute.startsWith('dev:');

/** True where the client may read the attribute. Without a list it may read every standard attribute. */
export const mayRead = (client: AppClient, attribute: string): boolean =>
  attribute === 'sub' || (client.settings.ReadAttributes?.includes(attribute) ?? !isCustom(attribute));

/**
 * True where the client may set the attribute. Without a list it may set all. It may always set required ones, and
 * never those for developers only.
 */
export const mayWrite = (client: AppClient, pool: UserPool, attribute: string): boolean => {
  if (attribute.startsWith('dev:')) return false;
  const schema = pool.schema.find(({ name }) => name === attribute);
  return schema?.required === true || (client.settings.WriteAttributes?.includes(attribute) ?? true);
};
