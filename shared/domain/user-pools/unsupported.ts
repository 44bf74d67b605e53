import { CognitoException } from '#shared/errors/exception.ts';
import type { PoolSettings } from './user-pool.ts';

interface Unsupported {
  /** The name of the setting in requests. */
  readonly setting: string;
  /** True where the setting asks for something that we do not have. Values that switch a feature off are fine. */
  readonly asked: (settings: PoolSettings) => boolean;
  readonly reason: string;
}

/** Settings that would be stored without any effect. They are refused, so that no pool seems to have what it lacks. */
const unsupported: readonly Unsupported[] = [
  {
    setting: 'SmsConfiguration.EumsSms',
    asked: ({ SmsConfiguration }) => SmsConfiguration?.EumsSms !== undefined,
    reason: 'messages go through SNS, or through a CustomSMSSender',
  },
];

/** Throws InvalidParameterException, which names the first setting that is not supported. */
export const assertSupported = (settings: PoolSettings): void => {
  const found = unsupported.find(({ asked }) => asked(settings));
  if (found) {
    throw new CognitoException('InvalidParameterException', `${found.setting} is not supported: ${found.reason}.`);
  }
};
