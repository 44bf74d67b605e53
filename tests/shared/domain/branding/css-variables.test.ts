import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brandingCss, cssVariables } from '#shared/domain/branding/css-variables.ts';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { isTree, mergeSettings, type SettingsTree, type SettingsValue } from '#shared/domain/branding/settings-tree.ts';

const property = '--[a-zA-Z]+(?:-[a-zA-Z]+)*:(?:#[\\da-fA-F]{8}|\\d+(?:\\.\\d+)?(?:e-\\d+)?px)';
const rootOf = (scheme: string): string => `:root\\{color-scheme:${scheme};${property}(?:;${property})*\\}`;
const both = new RegExp(
  `^(?:${rootOf('light')}|${rootOf('dark')}|${rootOf('light')}@media\\(prefers-color-scheme:dark\\)\\{${rootOf('dark')}\\})$`,
);

// The default document, with any of its values replaced by anything.
const spoiled = (place: SettingsValue): fc.Arbitrary<unknown> => {
  const own = isTree(place)
    ? fc.record(Object.fromEntries(Object.entries(place).map(([name, value]) => [name, spoiled(value)])))
    : fc.constant(place);
  const hostile = fc.constantFrom<unknown>(
    'red;}',
    '0972d3ff;x:y',
    'url(//x)',
    '</style>',
    Number.NaN,
    1e9,
    null,
    [],
    {},
  );
  return fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: fc.oneof(hostile, fc.string()) });
};

describe('a style as custom properties', () => {
  it('has colours of one mode and radii, named after their paths', () => {
    const light = cssVariables(defaultSettings, 'lightMode');
    expect(light.get('--primaryButton-defaults-backgroundColor')).toBe('#0972d3ff');
    expect(light.get('--input-placeholderColor')).toBe('#5f6b7aff');
    expect(light.get('--form-borderRadius')).toBe('8px');
    const dark = cssVariables(defaultSettings, 'darkMode');
    expect(dark.get('--primaryButton-defaults-backgroundColor')).toBe('#539fe5ff');
    expect([...dark.keys()]).toEqual([...light.keys()]);
    expect([...light.keys()].some((name) => /Mode|logo|enabled|favicon/.test(name))).toBe(false);
  });

  it('has what a client set', () => {
    const own = { components: { form: { borderRadius: 2.5, lightMode: { backgroundColor: 'FFEEDDCC' } } } };
    const css = brandingCss(mergeSettings(defaultSettings, own));
    expect(css).toContain('--form-borderRadius:2.5px;');
    expect(css).toContain('--form-backgroundColor:#FFEEDDCC;');
  });

  it.each([
    ['LIGHT', ['light']],
    ['DARK', ['dark']],
    ['DYNAMIC', ['light', 'dark']],
  ])('has the modes of %s', (colorSchemeMode, schemes) => {
    const css = brandingCss(mergeSettings(defaultSettings, { categories: { global: { colorSchemeMode } } }));
    expect([...css.matchAll(/color-scheme:(light|dark);/g)].map(([, scheme]) => scheme)).toEqual(schemes);
    expect(css).toMatch(both);
  });

  it('has no other text of the settings, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(spoiled(defaultSettings), fc.jsonValue()), (settings) => {
        expect(brandingCss(settings)).toMatch(both);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves to the default what is none', () => {
    const bad = { components: { form: { borderRadius: 1e9, lightMode: { backgroundColor: 'red;}' } } } };
    const settings: SettingsTree = mergeSettings(defaultSettings, bad);
    expect(brandingCss(settings)).toBe(brandingCss(defaultSettings));
  });
});
