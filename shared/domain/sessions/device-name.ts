interface Named {
  readonly name: string;
  readonly sign: RegExp;
}

// Browsers also name the browsers that they descend from, so the first sign found has to be the youngest.
const apps: readonly Named[] = [
  { name: 'Edge', sign: /\bEdg(?:e|A|iOS)?\/(\d+)/ },
  { name: 'Opera', sign: /\bOPR\/(\d+)/ },
  { name: 'Samsung Internet', sign: /\bSamsungBrowser\/(\d+)/ },
  { name: 'Firefox', sign: /\b(?:Firefox|FxiOS)\/(\d+)/ },
  { name: 'Chrome', sign: /\b(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/ },
  { name: 'Safari', sign: /\bVersion\/(\d+(?:\.\d+)?).*\bSafari\// },
];

const systems: readonly Named[] = [
  { name: 'iPadOS', sign: /\biPad\b.*?\bOS (\d+(?:_\d+)?)/ },
  { name: 'iOS', sign: /\b(?:iPhone|iPod)\b.*?\bOS (\d+(?:_\d+)?)/ },
  { name: 'Android', sign: /\bAndroid(?: (\d+(?:\.\d+)?))?/ },
  { name: 'Windows', sign: /\bWindows NT (\d+(?:\.\d+)?)/ },
  { name: 'macOS', sign: /\bMac OS X (\d+(?:[._]\d+)?)/ },
  { name: 'ChromeOS', sign: /\bCrOS\b/ },
  { name: 'Linux', sign: /\bLinux\b/ },
];

const findName = (from: readonly Named[], text: string): string | undefined => {
  for (const { name, sign } of from) {
    const found = sign.exec(text);
    if (found) return [name, found[1]?.replace('_', '.')].filter(Boolean).join(' ');
  }
  return undefined;
};

// Other programs begin with their own name: `aws-cli/2.15 …`, `okhttp/4.9`.
const findProduct = (text: string): string | undefined =>
  /^([\w.-]{1,64})\/(\d+(?:\.\d+)?)/.exec(text)?.slice(1).join(' ');

const longest = 1024;

/**
 * The browser or app, and the system, in a User-Agent header: `Firefox 130 / Windows 10.0`; `unknown` where neither is
 * told.
 */
export const toDeviceName = (userAgent: string): string => {
  const text = userAgent.slice(0, longest);
  const isBrowser = text.startsWith('Mozilla/');
  const app = isBrowser ? findName(apps, text) : findProduct(text);
  return [app, findName(systems, text)].filter(Boolean).join(' / ') || 'unknown';
};
