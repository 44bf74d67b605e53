/** The style of a client that has none, and what a style leaves open: the document of managed login with all members. */
import type { SettingsTree } from './settings-tree.ts';

type Pair = readonly [dark: string, light: string];
interface Paired {
  readonly [name: string]: Pair | Paired;
}

const isPair = (value: Pair | Paired): value is Pair => Array.isArray(value);

const inMode = (paired: Paired, mode: 0 | 1): SettingsTree =>
  Object.fromEntries(
    Object.entries(paired).map(([name, value]) => [name, isPair(value) ? value[mode] : inMode(value, mode)]),
  );

/** A component whose colours are pairs of a dark one and a light one: each mode has a tree of its own. */
const colours = (paired: Paired, beside: SettingsTree = {}): SettingsTree => ({
  ...beside,
  darkMode: inMode(paired, 0),
  lightMode: inMode(paired, 1),
});

const indicator = (background: Pair, border: Pair): Paired => ({
  backgroundColor: background,
  borderColor: border,
  indicatorColor: border,
});

const banner = (): SettingsTree =>
  colours(
    { background: { color: ['0f141aff', 'fafafaff'] }, borderColor: ['424650ff', 'd5dbdbff'] },
    { backgroundImage: { enabled: false }, logo: { enabled: false, location: 'START' } },
  );

const button = (background: Pair, text: Pair): Paired => ({ backgroundColor: background, textColor: text });

const outlined = (background: Pair, line: Pair): Paired => ({ ...button(background, line), borderColor: line });

const activeOutline = outlined(['354150ff', 'd3e7f9ff'], ['89bdeeff', '033160ff']);
const hoveredOutline = outlined(['192534ff', 'f2f8fdff'], ['89bdeeff', '033160ff']);

/** Colours are `rrggbbaa`, radii are in pixels. */
export const defaultSettings: SettingsTree = {
  categories: {
    auth: {
      authMethodOrder: [
        [
          { display: 'BUTTON', type: 'FEDERATED' },
          { display: 'INPUT', type: 'USERNAME_PASSWORD' },
        ],
      ],
      federation: { interfaceStyle: 'BUTTON_LIST', order: [] },
    },
    form: {
      displayGraphics: true,
      instructions: { enabled: false },
      languageSelector: { enabled: false },
      location: { horizontal: 'CENTER', vertical: 'CENTER' },
      sessionTimerDisplay: 'NONE',
    },
    global: {
      colorSchemeMode: 'LIGHT',
      pageFooter: { enabled: false },
      pageHeader: { enabled: false },
      spacingDensity: 'REGULAR',
    },
    signUp: { acceptanceElements: [{ enforcement: 'NONE', textKey: 'en' }] },
  },
  componentClasses: {
    buttons: { borderRadius: 8 },
    divider: colours({ borderColor: ['232b37ff', 'ebebf0ff'] }),
    dropDown: colours(
      {
        defaults: { itemBackgroundColor: ['192534ff', 'ffffffff'] },
        hover: {
          itemBackgroundColor: ['081120ff', 'f4f4f4ff'],
          itemBorderColor: ['5f6b7aff', '7d8998ff'],
          itemTextColor: ['e9ebedff', '000716ff'],
        },
        match: { itemBackgroundColor: ['d1d5dbff', '414d5cff'], itemTextColor: ['89bdeeff', '0972d3ff'] },
      },
      { borderRadius: 8 },
    ),
    focusState: colours({ borderColor: ['539fe5ff', '0972d3ff'] }),
    idpButtons: { icons: { enabled: true } },
    input: colours(
      {
        defaults: { backgroundColor: ['0f1b2aff', 'ffffffff'], borderColor: ['5f6b7aff', '7d8998ff'] },
        placeholderColor: ['8d99a8ff', '5f6b7aff'],
      },
      { borderRadius: 8 },
    ),
    inputDescription: colours({ textColor: ['8d99a8ff', '5f6b7aff'] }),
    inputLabel: colours({ textColor: ['d1d5dbff', '000716ff'] }),
    link: colours({
      defaults: { textColor: ['539fe5ff', '0972d3ff'] },
      hover: { textColor: ['89bdeeff', '033160ff'] },
    }),
    optionControls: colours({
      defaults: { backgroundColor: ['0f1b2aff', 'ffffffff'], borderColor: ['7d8998ff', '7d8998ff'] },
      selected: { backgroundColor: ['539fe5ff', '0972d3ff'], foregroundColor: ['000716ff', 'ffffffff'] },
    }),
    statusIndicator: colours({
      error: indicator(['1a0000ff', 'fff7f7ff'], ['eb6f6fff', 'd91515ff']),
      pending: { indicatorColor: ['AAAAAAAA', 'AAAAAAAA'] },
      success: indicator(['001a02ff', 'f2fcf3ff'], ['29ad32ff', '037f0cff']),
      warning: indicator(['1d1906ff', 'fffce9ff'], ['e0ca57ff', '8d6605ff']),
    }),
  },
  components: {
    alert: colours(
      { error: { backgroundColor: ['1a0000ff', 'fff7f7ff'], borderColor: ['eb6f6fff', 'd91515ff'] } },
      { borderRadius: 12 },
    ),
    favicon: { enabledTypes: ['ICO', 'SVG'] },
    form: colours(
      { backgroundColor: ['0f1b2aff', 'ffffffff'], borderColor: ['424650ff', 'c6c6cdff'] },
      {
        backgroundImage: { enabled: false },
        borderRadius: 8,
        logo: { enabled: false, formInclusion: 'IN', location: 'CENTER', position: 'TOP' },
      },
    ),
    idpButton: {
      custom: {},
      standard: colours({
        active: activeOutline,
        defaults: outlined(['0f1b2aff', 'ffffffff'], ['c6c6cdff', '424650ff']),
        hover: hoveredOutline,
      }),
    },
    pageBackground: colours({ color: ['0f1b2aff', 'ffffffff'] }, { image: { enabled: true } }),
    pageFooter: banner(),
    pageHeader: banner(),
    pageText: colours({
      bodyColor: ['b6bec9ff', '414d5cff'],
      descriptionColor: ['b6bec9ff', '414d5cff'],
      headingColor: ['d1d5dbff', '000716ff'],
    }),
    phoneNumberSelector: { displayType: 'TEXT' },
    primaryButton: colours({
      active: button(['539fe5ff', '033160ff'], ['000716ff', 'ffffffff']),
      defaults: button(['539fe5ff', '0972d3ff'], ['000716ff', 'ffffffff']),
      disabled: { backgroundColor: ['ffffffff', 'ffffffff'], borderColor: ['ffffffff', 'ffffffff'] },
      hover: button(['89bdeeff', '033160ff'], ['000716ff', 'ffffffff']),
    }),
    secondaryButton: colours({
      active: activeOutline,
      defaults: outlined(['0f1b2aff', 'ffffffff'], ['539fe5ff', '0972d3ff']),
      hover: hoveredOutline,
    }),
  },
};
