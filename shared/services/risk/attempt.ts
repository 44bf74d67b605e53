import { now } from '#shared/config/clock.ts';
import { deviceNameOf, parseUserAgent } from '#shared/domain/agents/user-agent.ts';
import type { RiskAttempt } from '#shared/domain/risk/attempt.ts';
import type { EventContext } from '#shared/domain/risk/auth-event.ts';
import { type DeviceHint, readEncodedData } from '#shared/domain/risk/encoded-data.ts';
import type { Origin, Side } from '../sessions/origin.ts';

const hintOf = ({ encodedData }: Origin): DeviceHint | undefined =>
  encodedData === undefined ? undefined : readEncodedData(encodedData);

// A server tells of a device by what its client's library says, or not at all.
const deviceNameIn = ({ userAgent }: Origin, hint: DeviceHint | undefined, side: Side): string | undefined => {
  if (hint && hint.library !== 'js') return `${hint.deviceName ?? 'Other'}, ${hint.system ?? 'Other'}`;
  if (hint?.userAgent !== undefined) return deviceNameOf(hint.userAgent);
  return side === 'admin' ? undefined : deviceNameOf(userAgent);
};

const longestAddress = 128;

/** A request as people read it later in its event. */
export const contextOf = (origin: Origin, side: Side): EventContext => {
  const hint = hintOf(origin);
  const { city, country } = origin.location ?? {};
  const deviceName = deviceNameIn(origin, hint, side);
  return {
    ...(origin.sourceIp && { ipAddress: origin.sourceIp.slice(0, longestAddress) }),
    ...(deviceName !== undefined && { deviceName }),
    ...(hint?.timezone !== undefined && { timezone: hint.timezone }),
    // As Cognito says that it knows the country alone.
    ...((city ?? country) !== undefined && { city: city ?? 'null' }),
    ...(country !== undefined && { country }),
  };
};

/** The same as what a risk is found by. `deviceKey` says whether the device that was named is the user's. */
export const attemptOf = (origin: Origin, deviceKey?: boolean): RiskAttempt => {
  const { sourceIp, location } = origin;
  const raw = hintOf(origin)?.userAgent ?? origin.userAgent;
  const agent = raw ? parseUserAgent(raw) : undefined;
  return {
    at: Math.floor(now() / 1000),
    ...(sourceIp && { address: sourceIp.slice(0, longestAddress) }),
    ...(location?.network !== undefined && { network: location.network }),
    ...(location?.countryCode !== undefined && { country: location.countryCode }),
    ...(location?.coordinates && { coordinates: location.coordinates }),
    agent: {
      ...(raw && { raw: raw.slice(0, 500).toWellFormed() }),
      ...(agent?.browser !== undefined && { browser: agent.browser }),
      ...(agent?.system !== undefined && { system: agent.system }),
    },
    ...(deviceKey !== undefined && { deviceKey }),
  };
};
