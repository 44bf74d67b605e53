/**
 * What the libraries of clients say about a device, in `EncodedData`. Anybody can write anything here: it is a hint for
 * people who read events, never a proof. So its signature is not checked. The key would be the public id of the app client.
 */
export interface DeviceHint {
  readonly library: 'js' | 'android' | 'ios';
  readonly deviceId: string | undefined;
  /** The header of the browser; only libraries for browsers say it. */
  readonly userAgent: string | undefined;
  /** The name or model of a phone. */
  readonly deviceName: string | undefined;
  /** Such as `Android 14` or `iOS 17.5`. */
  readonly system: string | undefined;
  readonly language: string | undefined;
  /** As `+02:00`. */
  readonly timezone: string | undefined;
}

const libraries = [
  { library: 'js', version: /^JS\d{1,8}$/ },
  { library: 'android', version: /^ANDROID\d{1,8}$/ },
  { library: 'ios', version: /^IOS\d{1,8}$/ },
] as const;

const mostCharacters = 131_072;
const longest = 512;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseRecord = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest).toWellFormed() : undefined;

// Browsers leave the plus sign out. Some write half hours in a way that nobody can read.
const timezoneOf = (value: unknown): string | undefined => {
  const [, sign = '', hours = '', minutes = ''] = /^([+-]?)(\d{1,2}):([0-5]\d)$/.exec(textOf(value) ?? '') ?? [];
  return hours === '' || Number(hours) > 14 ? undefined : `${sign || '+'}${hours.padStart(2, '0')}:${minutes}`;
};

const systemOf = (library: DeviceHint['library'], version: unknown): string | undefined => {
  const text = textOf(version);
  if (text === undefined || library === 'js') return undefined;
  return /^[\d.]{1,16}$/.test(text) ? `${library === 'ios' ? 'iOS' : 'Android'} ${text}` : undefined;
};

/** Reads `EncodedData`. Undefined for anything that is not of the form that the libraries write; never throws. */
export const readEncodedData = (text: string): DeviceHint | undefined => {
  if (text.length > mostCharacters) return undefined;
  // Android breaks the lines of its base64, which Node skips.
  const { payload, version } = parseRecord(Buffer.from(text, 'base64').toString('utf8')) ?? {};
  if (typeof payload !== 'string' || typeof version !== 'string') return undefined;
  const found = libraries.find((one) => one.version.test(version));
  const data = parseRecord(payload)?.contextData;
  if (!found || !isRecord(data)) return undefined;
  const { library } = found;
  return {
    library,
    deviceId: textOf(data.DeviceId),
    userAgent: library === 'js' ? textOf(data.UserAgent) : undefined,
    deviceName: library === 'js' ? undefined : textOf(data.DeviceName),
    system: systemOf(library, data.DeviceOsReleaseVersion),
    language: textOf(data.DeviceLanguage),
    timezone: timezoneOf(data.ClientTimezone),
  };
};
