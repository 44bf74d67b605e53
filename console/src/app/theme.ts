import { applyMode, Mode } from '@cloudscape-design/global-styles';

// No secret, so it may stay in this browser.
const key = 'gatehouse-console-theme';

/** Whether the console is dark: as somebody chose, or as the system is. */
export const isDark = (): boolean => {
  const chosen = localStorage.getItem(key);
  return chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
};

export const applyTheme = (dark: boolean): void => applyMode(dark ? Mode.Dark : Mode.Light);

export const chooseTheme = (dark: boolean): void => {
  localStorage.setItem(key, dark ? 'dark' : 'light');
  applyTheme(dark);
};
