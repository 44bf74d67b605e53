import type { UserPool } from '../user-pools/user-pool.ts';
import type { AppClient } from './app-client.ts';

const isCustom = (attribute: string): boolean => attribute.startsWith('custom:') || attribute.startsWith('dev:');

/** True where the client may see the attribute: without a list, every standard one. */
export const mayRead = (client: AppClient, attribute: string): boolean =>
  attribute === 'sub' || (client.settings.ReadAttributes?.includes(attribute) ?? !isCustom(attribute));

/** True where the client may set the attribute: without a list, all of them; required ones always; developers' own never. */
export const mayWrite = (client: AppClient, pool: UserPool, attribute: string): boolean => {
  if (attribute.startsWith('dev:')) return false;
  const schema = pool.schema.find(({ name }) => name === attribute);
  return schema?.required === true || (client.settings.WriteAttributes?.includes(attribute) ?? true);
};
