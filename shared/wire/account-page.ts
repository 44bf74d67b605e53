import * as v from 'valibot';
import { accountPageSettings } from '#shared/domain/user-pools/account-page.ts';
import { accountSections } from '#shared/domain/user-pools/account-sections.ts';
import type { PoolAccountPage, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { ClientIdType, integer, list, text } from './shapes.ts';

const AccountPageStatusType = v.picklist(['ENABLED', 'DISABLED']);
const AccountSectionsType = list(v.picklist(accountSections), { min: 1, max: accountSections.length });
const FreshMinutesType = integer({ min: 1, max: 60 });
const AcrValuesType = text({ min: 1, max: 2048 });

/** The same settings in the record of a pool. */
export const AccountPageRecordType = v.object({
  enabled: v.boolean(),
  clientId: v.exactOptional(ClientIdType),
  sections: v.exactOptional(AccountSectionsType),
  freshMinutes: v.exactOptional(FreshMinutesType),
  acrValues: v.exactOptional(AcrValuesType),
});

/** The settings of the account page, as a request gives them. */
export const accountPageMembers = {
  Status: AccountPageStatusType,
  ClientId: v.optional(ClientIdType),
  Sections: v.optional(AccountSectionsType),
  FreshMinutes: v.optional(FreshMinutesType),
  AcrValues: v.optional(AcrValuesType),
};

type Given = { readonly Status: v.InferOutput<typeof AccountPageStatusType> } & {
  readonly [Member in keyof typeof accountPageMembers]?: v.InferOutput<(typeof accountPageMembers)[Member]>;
};

/** A pool's settings, as a request gives them. What it leaves out gets its default. */
export const fromAccountPage = (given: Given): PoolAccountPage => ({
  enabled: given.Status === 'ENABLED',
  ...(given.ClientId !== undefined && { clientId: given.ClientId }),
  ...(given.Sections && { sections: accountSections.filter((one) => given.Sections?.includes(one)) }),
  ...(given.FreshMinutes !== undefined && { freshMinutes: given.FreshMinutes }),
  ...(given.AcrValues !== undefined && { acrValues: given.AcrValues }),
});

/** A pool's settings, with defaults filled in. */
export const toAccountPage = (pool: UserPool) => {
  const { enabled, clientId, sections, freshMinutes, acrValues } = accountPageSettings(pool);
  return {
    UserPoolId: pool.id,
    Status: enabled ? 'ENABLED' : 'DISABLED',
    ...(clientId !== undefined && { ClientId: clientId }),
    Sections: sections,
    FreshMinutes: freshMinutes,
    ...(acrValues !== undefined && { AcrValues: acrValues }),
  };
};
