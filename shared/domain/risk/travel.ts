import type { Coordinates } from './attempt.ts';

const earthRadiusKm = 6371;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The distance on the surface of the earth in kilometres. */
export const distanceKm = (from: Coordinates, to: Coordinates): number => {
  const north = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2;
  const east = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const chord = north + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * east;
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, Math.max(0, chord))));
};

// Places of addresses are often wrong by a hundred kilometres. No airliner is faster than a thousand in an hour.
const nearKm = 100;
const fastestKmPerHour = 1000;

/** Whether nobody gets that far in that time. Times are in minutes. */
export const isImpossibleTravel = (km: number, minutes: number): boolean =>
  km >= nearKm && km > (Math.max(0, minutes) / 60) * fastestKmPerHour;
