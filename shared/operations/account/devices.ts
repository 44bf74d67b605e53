import { devicesPage } from '#shared/pages/managed/account/list-pages.tsx';
import { forgetDevice, listDevices } from '#shared/services/devices/devices.ts';
import { type AccountPart, holderOf } from './visit.ts';

// As many as an answer of ListDevices has at most.
const mostShown = 60;

/** Remembered devices, by the rules of ListDevices and ForgetDevice. */
export const devicesPart: AccountPart = {
  section: 'DEVICES',
  isDelicate: false,
  isThere: ({ call }) => call.app.pool.settings.DeviceConfiguration !== undefined,
  show: async (visit, view) => {
    const { devices } = await listDevices(holderOf(visit), { limit: mostShown, token: undefined });
    return devicesPage(
      view,
      devices.map(({ key, name = key, createdAt, authenticatedAt }) => ({
        key,
        name,
        createdAt,
        usedAt: authenticatedAt,
      })),
    );
  },
  act: async (visit, form) => {
    await forgetDevice(holderOf(visit), form.get('of') ?? '');
    return { told: 'account.removed' };
  },
};
