import { UAParser } from 'ua-parser-js';

/** What a User-Agent header tells: undefined where it does not say so. */
export interface UserAgent {
  /** The browser with its major version, such as `Chrome 126`. */
  readonly browser: string | undefined;
  /** The system with its version, such as `Windows 10`. */
  readonly system: string | undefined;
}

// The parser itself reads no more than that.
const longest = 500;

const named = (name: string | undefined, version: string | undefined): string | undefined =>
  name ? [name, version].filter(Boolean).join(' ').slice(0, 64) : undefined;

// Programs that are no browsers begin with their own name: `aws-cli/2.15 …`, `okhttp/4.9`.
const program = (header: string): string | undefined => {
  const [, name, version] = /^(?!Mozilla\/)([A-Za-z][\w.-]{0,40})\/(\d{1,6})/.exec(header) ?? [];
  return named(name, version);
};

const parsed = (text: string): UserAgent => {
  const parser = new UAParser(text);
  const [browser, system] = [parser.getBrowser(), parser.getOS()];
  return {
    browser: named(browser.name, browser.version?.split('.')[0]),
    system: named(system.name, system.version?.split('.').slice(0, 2).join('.')),
  };
};

/** Reads a User-Agent header. What is no browser is told by the name that it gives itself. Anybody can write any other. */
export const parseUserAgent = (header: string): UserAgent => {
  const text = header.slice(0, longest);
  const { browser, system } = parsed(text);
  return { browser: browser ?? program(text), system };
};

/**
 * The browser and the system in a User-Agent header, as events name them: `Chrome 126, Windows 10`, and `Other` for what
 * is no browser, or no system.
 */
export const deviceNameOf = (header: string | undefined): string => {
  const { browser = 'Other', system = 'Other' } = header ? parsed(header.slice(0, longest)) : {};
  return `${browser}, ${system}`;
};

/** The same as sessions name it: a program that is no browser keeps the name that it gives itself. */
export const sessionDeviceOf = (header: string): string => {
  const { browser = 'Other', system = 'Other' } = parseUserAgent(header);
  return `${browser}, ${system}`;
};
