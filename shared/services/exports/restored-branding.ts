import { randomUUID } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { type Branding, mostBrandings } from '#shared/domain/branding/branding.ts';
import { toSettings } from '#shared/domain/branding/settings-rules.ts';
import type { ClientRecordLine } from '#shared/domain/exports/pool-record.ts';
import { CognitoException } from '#shared/errors/exception.ts';

/** Throws InvalidParameterException for styles that no pool can have. */
export const assertBrandings = (clients: readonly ClientRecordLine[]): void => {
  const brandings = clients.flatMap(({ branding }) => branding ?? []);
  if (brandings.length > mostBrandings) {
    throw new CognitoException('InvalidParameterException', `A user pool has ${mostBrandings} styles at most.`);
  }
  for (const { settings } of brandings) toSettings(settings);
};

/** The style of a client that is being restored, without images; undefined where it had none. */
export const restoredBranding = (
  poolId: string,
  clientId: string,
  { branding }: ClientRecordLine,
): Branding | undefined => {
  if (!branding) return undefined;
  const createdAt = now();
  return {
    id: randomUUID(),
    poolId,
    clientId,
    usesDefaults: branding.usesDefaults,
    settings: branding.usesDefaults ? {} : toSettings(branding.settings),
    assets: [],
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
};
