import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { updatableMembers } from '#shared/domain/user-pools/updatable-members.ts';
import { groups } from '../../console/src/screens/settings/groups/groups.ts';
import { differences, rebased, valueAt, withValue } from '../../console/src/screens/settings/paths.ts';

const settings = {
  Policies: { PasswordPolicy: { MinimumLength: 8, RequireNumbers: true } },
  AutoVerifiedAttributes: ['email'],
  LambdaConfig: {},
};

describe('settings by paths', () => {
  it('change one value and leave the others', () => {
    const path = 'Policies.PasswordPolicy.MinimumLength';
    const changed = withValue(settings, { path, value: 12 });
    expect(valueAt(changed, path)).toBe(12);
    expect(changed).toEqual({ ...settings, Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } } });
    expect(differences(settings, changed)).toEqual([{ path, before: 8, after: 12 }]);
  });

  it('leave out what has no value, with what held nothing else', () => {
    const added = withValue(settings, { path: 'EmailConfiguration.From', value: 'a@example.com' });
    expect(withValue(added, { path: 'EmailConfiguration.From', value: undefined })).toEqual(settings);
    expect(withValue(settings, { path: 'LambdaConfig.PreSignUp', value: undefined })).toMatchObject({ Policies: {} });
  });

  it('count a list as one value, and not the order of members', () => {
    const other = { LambdaConfig: {}, AutoVerifiedAttributes: ['phone_number'], Policies: settings.Policies };
    expect(differences(settings, other)).toEqual([
      { path: 'AutoVerifiedAttributes', before: ['email'], after: ['phone_number'] },
    ]);
  });

  it('keep what somebody else changed meanwhile', () => {
    const draft = withValue(settings, { path: 'DeletionProtection', value: 'ACTIVE' });
    const now = withValue(settings, { path: 'Policies.PasswordPolicy.RequireNumbers', value: false });
    const next = rebased(settings, draft, now);
    expect(next).toMatchObject({
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { RequireNumbers: false } },
    });
    expect(differences(settings, now).map(({ path }) => path)).toEqual(['Policies.PasswordPolicy.RequireNumbers']);
  });
});

describe('the groups of settings', () => {
  const sections = groups.flatMap((group) => group.sections);
  const pathsOf = (document: string): string[] =>
    sections.filter((one) => one.document === document).flatMap(({ fields }) => fields.map(({ path }) => path));

  const leavesOf = (shape: string, above = ''): string[] => {
    const { shapes } = JSON.parse(readFileSync('tests/contract/operations.json', 'utf8'));
    const { type, members = {} } = shapes[shape] ?? {};
    if (type !== 'structure') return [above];
    return Object.entries<string>(members).flatMap(([name, inner]) =>
      leavesOf(inner, above === '' ? name : `${above}.${name}`),
    );
  };
  const isShown = (leaf: string, shown: readonly string[]): boolean =>
    shown.some((path) => leaf === path || leaf.startsWith(`${path}.`));

  it('show whatever UpdateUserPool takes, but for the second factors, which have an operation', () => {
    const shown = pathsOf('pool');
    const missing = leavesOf('UpdateUserPoolRequest').filter((leaf) => !isShown(leaf, shown));
    // The days are those of temporary passwords, under an older name.
    expect(missing).toEqual(['UserPoolId', 'MfaConfiguration', 'AdminCreateUserConfig.UnusedAccountValidityDays']);
    for (const path of shown) expect(['PoolName', ...updatableMembers]).toContain(path.split('.')[0]);
  });

  it('show whatever SetUserPoolMfaConfig takes', () => {
    const shown = pathsOf('factors');
    expect(leavesOf('SetUserPoolMfaConfigRequest').filter((leaf) => !isShown(leaf, shown))).toEqual(['UserPoolId']);
  });
});
