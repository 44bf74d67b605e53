import { createContext, useContext } from 'react';
import type { Call } from './api.ts';
import type { CallLog } from './calls.ts';
import type { Place } from './commands.ts';
import type { OperatorGroup } from './own/operators.ts';

/** What every screen may use. */
export interface Services {
  readonly call: Call;
  readonly log: CallLog;
  readonly place: Place;
  readonly operator: {
    readonly username: string;
    readonly groups: readonly OperatorGroup[];
    /** The pool of the operators, and the app client by which they sign in. */
    readonly poolId: string;
    readonly clientId: string;
  };
}

export const ServicesContext = createContext<Services | undefined>(undefined);

/** The services of the signed-in operator. */
export const useServices = (): Services => {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('There are services only below the signed-in shell.');
  return services;
};
