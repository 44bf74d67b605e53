import { audit, makeProtectedPool, setRisk, takeover } from './risk.ts';
import { makeTellingPool } from './risk-mails.ts';

type Once = <Made>(make: () => Promise<Made>) => () => Promise<Made>;

const makeActingPool = async (action: Parameters<typeof takeover>[0]) => {
  const made = await makeProtectedPool();
  await setRisk(made.poolId, { AccountTakeoverRiskConfiguration: takeover(action) });
  return made;
};

/** Pools with threat protection that several tests of a file share, each made when it is first asked for. */
export const riskPools = (once: Once) => ({
  /** Looks, and does nothing. Codes go to e-mail addresses, and nobody learns who exists. */
  looking: once(() =>
    makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] }, { PreventUserExistenceErrors: 'ENABLED' }),
  ),
  /** Tells users of risky sign-ins, and lets them in. */
  telling: once(() => makeTellingPool('NO_ACTION')),
  /** Refuses risky sign-ins. */
  blocking: once(() => makeActingPool('BLOCK')),
  /** Asks for a second factor where there is one. */
  asking: once(() => makeActingPool('MFA_IF_CONFIGURED')),
});
