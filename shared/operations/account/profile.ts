import { mayRead, mayWrite } from '#shared/domain/app-clients/app-client.ts';
import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import type { AttributeSchema } from '#shared/domain/user-pools/attribute-schema.ts';
import { ownedByService } from '#shared/domain/user-pools/standard-attributes.ts';
import { assertWritable, isContactAttribute } from '#shared/domain/users/attributes.ts';
import { profilePage } from '#shared/pages/managed/account/profile-page.tsx';
import { updateAttributes } from '#shared/services/users/attribute-updates.ts';
import { users } from '#shared/services/users/users.ts';
import { expiredPage } from '../page-forms.ts';
import { type AccountHolder, type AccountPart, holderOf, type Visit } from './visit.ts';

// When the profile was changed is no matter of its user.
const isOfProfile = ({ name }: AttributeSchema): boolean =>
  !ownedByService.has(name) && !isContactAttribute(name) && name !== 'updated_at';

const editableOf = ({ pool, client }: AccountHolder): readonly AttributeSchema[] =>
  pool.schema.filter(
    (attribute) =>
      isOfProfile(attribute) &&
      attribute.mutable &&
      !attribute.developerOnly &&
      mayRead(client, attribute.name) &&
      mayWrite(client, pool, attribute.name),
  );

const fieldOf = (name: string): string => `attributes[${name}]`;

const typedIn = (holder: AccountHolder, form: Parameters): Readonly<Record<string, string>> =>
  Object.fromEntries(editableOf(holder).map(({ name }) => [name, form.get(fieldOf(name)) ?? '']));

// Another page may have changed the account since this one was shown: then nothing is written back that is out of date.
const isStale = (updatedAt: number, form: Parameters): boolean => form.get('seen') !== String(updatedAt);

const save = async (visit: Visit, form: Parameters) => {
  const holder = holderOf(visit);
  const { pool, client, userKey } = holder;
  const { user } = await users().getByKey(pool, userKey);
  if (isStale(user.updatedAt, form)) return { wrong: expiredPage };
  const changes = Object.fromEntries(
    Object.entries(typedIn(holder, form)).filter(([name, value]) => value !== (user.attributes[name] ?? '')),
  );
  if (Object.keys(changes).length === 0) return { told: 'account.saved' } as const;
  assertWritable(client, pool, Object.keys(changes));
  await updateAttributes({
    pool,
    read: () => users().getByKey(pool, userKey),
    changes,
    clientId: client.id,
    clientMetadata: undefined,
  });
  return { told: 'account.saved' } as const;
};

/** Attributes that need no code, by the rules of UpdateUserAttributes. */
export const profile: AccountPart = {
  section: 'PROFILE',
  isDelicate: false,
  isThere: () => true,
  show: async (visit, view, { typed = {} }) => {
    const holder = holderOf(visit);
    const { pool, client, userKey } = holder;
    const { user } = await users().getByKey(pool, userKey);
    const editable = editableOf(holder);
    const isEditable = (name: string): boolean => editable.some((one) => one.name === name);
    return profilePage(view, {
      seen: user.updatedAt,
      editable: editable.map(({ name, required }) => ({
        name,
        value: user.attributes[name] ?? '',
        typed: typed[name],
        isRequired: required,
      })),
      fixed: pool.schema
        .filter((attribute) => isOfProfile(attribute) && !isEditable(attribute.name) && mayRead(client, attribute.name))
        .flatMap(({ name }) => {
          const value = user.attributes[name];
          return value === undefined ? [] : [{ name, value }];
        }),
    });
  },
  act: async (visit, form) => save(visit, form),
  typed: (visit, form) => typedIn(holderOf(visit), form),
};
