import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { toSettings } from '#shared/domain/branding/settings-rules.ts';
import { isTree, memberOf, mergeSettings } from '#shared/domain/branding/settings-tree.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const at = (path: string, value: unknown): unknown =>
  path.split('.').reduceRight((inner, name) => ({ [name]: inner }), value);

const valueAt = (settings: unknown, path: string): unknown =>
  path.split('.').reduce((from, name) => (isTree(from) ? memberOf(from, name) : undefined), settings);

const leavesOf = (value: unknown, path: readonly string[] = []): string[] =>
  isTree(value)
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]))
    : [path.join('.')];

describe('settings of a style', () => {
  it('may be the whole default document, and any member of it alone', () => {
    expect(toSettings(defaultSettings)).toEqual(defaultSettings);
    const leaves = leavesOf(defaultSettings);
    expect(leaves.length).toBeGreaterThan(150);
    for (const path of leaves) {
      const alone = at(path, valueAt(defaultSettings, path));
      expect(toSettings(alone)).toEqual(alone);
    }
  });

  it.each([
    ['components.form.borderRadius', 0],
    ['components.form.borderRadius', 12.5],
    ['components.form.borderRadius', 100],
    ['components.pageText.darkMode.bodyColor', 'ABCDEF09'],
    ['categories.global.colorSchemeMode', 'DYNAMIC'],
    ['categories.global.spacingDensity', 'COMPACT'],
    ['categories.form.location.horizontal', 'END'],
    ['categories.auth.federation.order', ['Google', 'SAML one']],
    ['components.favicon.enabledTypes', []],
    ['components.form.logo.formInclusion', 'OUT'],
  ])('may set %s to %j', (path, value) => {
    expect(valueAt(toSettings(at(path, value)), path)).toEqual(value);
  });

  const radius = 'must be a number from 0 to 100.';
  const colour = 'must be a colour of eight hexadecimal digits: rrggbbaa.';

  it.each([
    ['components.form.borderRadius', -1, radius],
    ['components.form.borderRadius', 101, radius],
    ['components.form.borderRadius', '8', radius],
    ['components.pageText.darkMode.bodyColor', 'abcdef', colour],
    ['components.pageText.darkMode.bodyColor', '#abcdef0', colour],
    ['components.pageText.darkMode.bodyColor', 'abcdef09\n', colour],
    ['components.pageText.darkMode.bodyColor', 7, colour],
    ['components.form.backgroundImage.enabled', 'true', 'must be true or false.'],
    ['categories.global.colorSchemeMode', 'SEPIA', 'must be one of LIGHT, DARK, DYNAMIC.'],
    ['categories.auth.federation.order', 'Google', 'must be a list of 300 items at most.'],
    ['categories.auth.federation.order.0', 'x', 'must be a list of 300 items at most.'],
    ['components.favicon.enabledTypes', ['ICO', 'SVG', 'ICO'], 'must be a list of 2 items at most.'],
    ['components.form.lightMode', [], 'must be an object.'],
  ])('may not set %s to %j', (path, value, why) => {
    const named = path.replace(/\.0$/, '');
    expect(() => toSettings(at(path, value))).toThrow(`Settings.${named} ${why}`);
  });

  it.each([
    'css',
    'components.toString',
    'components.form.lightMode.hover',
    'components.idpButton.custom.x',
    '__proto__',
  ])('have no member %s', (path) => {
    const given: unknown = JSON.parse(path.split('.').reduceRight((inner, name) => `{"${name}":${inner}}`, '{}'));
    expect(() => toSettings(given)).toThrow(`The settings have no member ${path}.`);
  });

  it('are refused as a whole, and by the exception of the API, whatever they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          toSettings(value);
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoException);
        }
      }),
    );
  });
});

describe('settings put together', () => {
  it('keep what the second ones do not set, and replace lists as a whole', () => {
    const under = { a: { b: 1, c: [1, 2] }, d: true };
    expect(mergeSettings(under, { a: { c: [3] }, e: 'x' })).toEqual({ a: { b: 1, c: [3] }, d: true, e: 'x' });
    expect(under).toEqual({ a: { b: 1, c: [1, 2] }, d: true });
  });
});
