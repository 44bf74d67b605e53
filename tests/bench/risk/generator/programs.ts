import type { SignIn } from './columns.ts';
import type { Random } from './random.ts';

const day = 86_400;

interface Software {
  readonly browser: string;
  /** The version at the start, and how many days one lasts. */
  readonly version: number;
  readonly days: number;
  readonly os: string;
  readonly deviceType: SignIn['deviceType'];
  readonly weight: number;
  /** How many builds of a desktop browser are in use, or how many models of phones name themselves in the header. */
  readonly models: number;
  /** Days that a minor version of the system lasts, where the header names it. */
  readonly systemDays?: number;
}

const all: readonly Software[] = [
  { browser: 'Chrome', version: 80, days: 28, os: 'Windows 10', deviceType: 'desktop', weight: 26, models: 180 },
  { browser: 'Edge', version: 80, days: 28, os: 'Windows 10', deviceType: 'desktop', weight: 9, models: 120 },
  { browser: 'Firefox', version: 72, days: 30, os: 'Windows 10', deviceType: 'desktop', weight: 4, models: 60 },
  { browser: 'Safari', version: 13, days: 60, os: 'Mac OS X 10.15', deviceType: 'desktop', weight: 12, models: 72 },
  { browser: 'Chrome', version: 80, days: 28, os: 'Mac OS X 10.15', deviceType: 'desktop', weight: 9, models: 120 },
  {
    browser: 'Mobile Safari',
    version: 13,
    days: 210,
    os: 'iOS 13',
    deviceType: 'mobile',
    weight: 30,
    models: 150,
    systemDays: 40,
  },
  { browser: 'Chrome Mobile', version: 80, days: 28, os: 'Android 10', deviceType: 'mobile', weight: 15, models: 360 },
  {
    browser: 'Samsung Internet',
    version: 11,
    days: 45,
    os: 'Android 10',
    deviceType: 'mobile',
    weight: 5,
    models: 180,
  },
  {
    browser: 'Mobile Safari',
    version: 13,
    days: 210,
    os: 'iOS 13',
    deviceType: 'tablet',
    weight: 6,
    models: 72,
    systemDays: 40,
  },
];

/** One browser on one device. It updates itself some days after each release, or never. */
export interface Program {
  readonly software: Software;
  readonly model: number;
  readonly lagDays: number;
  readonly updates: boolean;
}

/** The columns that a program decides. */
export type Agent = Pick<SignIn, 'userAgent' | 'browser' | 'os' | 'deviceType'>;

const kinds = { desktop: ['desktop'], 'work computer': ['Windows 10'], phone: ['mobile'], tablet: ['tablet'] } as const;

/** What somebody signs in with. */
export type DeviceKind = keyof typeof kinds;

/** A browser that somebody has on a device of that kind. */
export const drawProgram = (random: Random, kind: DeviceKind): Program => {
  const software = random.weighted(
    all.filter(({ deviceType, os }) => kinds[kind].some((one) => one === deviceType || one === os)),
  );
  return {
    software,
    model: Math.floor(random.next() ** 1.5 * software.models),
    lagDays: random.exponential(6),
    updates: random.chance(0.9),
  };
};

/** A browser of the same name, as an attacker has it who knows no more: its version and its system are any. */
export const sameBrowser = (random: Random, { software: { browser } }: Program): Program => {
  const software = random.weighted(all.filter((one) => one.browser === browser));
  return {
    software,
    model: random.below(software.models),
    lagDays: random.exponential(400),
    updates: true,
  };
};

/** What the program says of itself at a time, in seconds from the start. */
export const agentAt = ({ software, model, lagDays, updates }: Program, time: number): Agent => {
  const days = updates ? Math.max(0, time / day - lagDays) : 0;
  const version = software.version + Math.floor(days / software.days);
  const minor = software.systemDays === undefined ? '' : `.${Math.floor(days / software.systemDays)}`;
  const { os } = software;
  const browser = `${software.browser} ${version}.0.${software.deviceType === 'desktop' ? model : model % 50}`;
  return { userAgent: `${browser} on ${os}${minor}, model ${model}`, browser, os, deviceType: software.deviceType };
};
