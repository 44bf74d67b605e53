import { createDeviceConfirmation } from '#shared/services/devices/device-confirmation.ts';
import { createDevices } from '#shared/services/devices/devices.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { deviceRepository, table, tokenFamilyRepository } from './store.ts';

export const devices = once(() =>
  createDevices({ deviceRepository: deviceRepository(), sealing: sealing(), table: table() }),
);

export const confirmDevice = once(() =>
  createDeviceConfirmation({
    deviceRepository: deviceRepository(),
    families: tokenFamilyRepository(),
    sealing: sealing(),
    table: table(),
  }),
);
