import { CognitoException } from '#shared/errors/exception.ts';
import { defaultSettings } from './default-settings.ts';
import { isSettingsTree, isTree, memberOf, type SettingsTree, type SettingsValue } from './settings-tree.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

/** A value that was checked. Throws InvalidParameterException with the path of what is wrong. */
type Rule = (value: unknown, path: string) => SettingsValue;

/** The largest radius in pixels. */
const largestRadius = 100;

const colourForm = /^[\da-f]{8}$/i;

/** True for a colour as the document has it: `rrggbbaa`. */
export const isColour = (value: unknown): value is string => typeof value === 'string' && colourForm.test(value);

/** True for a radius that the document may have. */
export const isRadius = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= largestRadius;

const colour: Rule = (value, path) => {
  if (isColour(value)) return value;
  throw invalid(`Settings.${path} must be a colour of eight hexadecimal digits: rrggbbaa.`);
};

const radius: Rule = (value, path) => {
  if (isRadius(value)) return value;
  throw invalid(`Settings.${path} must be a number from 0 to ${largestRadius}.`);
};

const flag: Rule = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw invalid(`Settings.${path} must be true or false.`);
};

const oneOf =
  (...words: readonly string[]): Rule =>
  (value, path) => {
    if (typeof value === 'string' && words.includes(value)) return value;
    throw invalid(`Settings.${path} must be one of ${words.join(', ')}.`);
  };

const text =
  (most: number): Rule =>
  (value, path) => {
    if (typeof value === 'string' && value !== '' && value.length <= most) return value;
    throw invalid(`Settings.${path} must be a text of 1 to ${most} characters.`);
  };

const listOf =
  (item: Rule, most: number): Rule =>
  (value, path) => {
    if (!Array.isArray(value) || value.length > most) {
      throw invalid(`Settings.${path} must be a list of ${most} items at most.`);
    }
    return value.map((one, index) => item(one, `${path}.${index}`));
  };

const treeOf =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value, path) => {
    if (!isTree(value)) throw invalid(`Settings.${path} must be an object.`);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const at = `${path}.${name}`;
        const rule = memberOf(rules, name);
        if (!rule) throw invalid(`The settings have no member ${at}.`);
        return [name, rule(member, at)];
      }),
    );
  };

const ends = oneOf('START', 'CENTER', 'END');

// Of these, the default document shows one value of several. It tells the kind of everything else.
const rules: Readonly<Record<string, Rule>> = {
  'categories.auth.authMethodOrder': listOf(
    listOf(
      treeOf({
        display: oneOf('BUTTON', 'INPUT'),
        type: oneOf('FEDERATED', 'USERNAME_PASSWORD', 'PASSKEY', 'EMAIL_OTP', 'SMS_OTP'),
      }),
      10,
    ),
    10,
  ),
  'categories.auth.federation.interfaceStyle': oneOf('BUTTON_LIST', 'DROPDOWN', 'SEARCH'),
  'categories.auth.federation.order': listOf(text(32), 300),
  'categories.form.location.horizontal': ends,
  'categories.form.location.vertical': oneOf('TOP', 'START', 'CENTER', 'END', 'BOTTOM'),
  'categories.form.sessionTimerDisplay': text(32),
  'categories.global.colorSchemeMode': oneOf('LIGHT', 'DARK', 'DYNAMIC'),
  'categories.global.spacingDensity': oneOf('COMPACT', 'REGULAR', 'SPACIOUS'),
  'categories.signUp.acceptanceElements': listOf(treeOf({ enforcement: text(32), textKey: text(128) }), 10),
  'components.favicon.enabledTypes': listOf(oneOf('ICO', 'SVG'), 2),
  'components.form.logo.formInclusion': oneOf('IN', 'OUT'),
  'components.form.logo.location': ends,
  'components.form.logo.position': oneOf('TOP', 'BOTTOM'),
  'components.pageFooter.logo.location': ends,
  'components.pageHeader.logo.location': ends,
  'components.phoneNumberSelector.displayType': text(32),
};

const kinds: Readonly<Record<string, Rule>> = { boolean: flag, number: radius, string: colour };

const ruleFor = (known: SettingsValue, path: string): Rule => {
  const rule = rules[path] ?? kinds[typeof known];
  if (!rule) throw new Error(`The settings have no rule for ${path}.`);
  return rule;
};

const checked = (given: unknown, known: SettingsTree, path: string): SettingsTree => {
  if (!isTree(given))
    throw invalid(path === '' ? 'Settings must be an object.' : `Settings.${path} must be an object.`);
  const kept: Record<string, SettingsValue> = {};
  for (const [name, value] of Object.entries(given)) {
    const at = path === '' ? name : `${path}.${name}`;
    const place = memberOf(known, name);
    if (place === undefined) throw invalid(`The settings have no member ${at}.`);
    kept[name] = isSettingsTree(place) ? checked(value, place, at) : ruleFor(place, at)(value, at);
  }
  return kept;
};

/**
 * The settings of a style, where every member has a place in the default document and a value that it may have. Throws
 * InvalidParameterException, which names the member.
 */
export const toSettings = (given: unknown): SettingsTree => checked(given, defaultSettings, '');
