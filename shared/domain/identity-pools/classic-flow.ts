import { CognitoException } from '#shared/errors/exception.ts';
import type { IdentityPool } from './identity-pool.ts';

const refused = (why: string): CognitoException =>
  new CognitoException('InvalidParameterException', `Basic (classic) flow is not ${why}, please use enhanced flow.`);

/** Throws InvalidParameterException where clients of the pool may not choose a role. They may unless it is said. */
export const assertClassicFlow = ({ settings, roles }: Pick<IdentityPool, 'settings' | 'roles'>): void => {
  if (Object.keys(roles?.mappings ?? {}).length > 0) throw refused('supported with RoleMappings');
  if (settings.AllowClassicFlow === false) throw refused('enabled');
};
