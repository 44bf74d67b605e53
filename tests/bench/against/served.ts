import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { measure, type Work } from '../load.ts';
import { alternate, type Both, type Figure, type Measured, type Side, toFigures } from './figures.ts';
import { floorPace } from './floor.ts';
import type { Plan } from './plan.ts';
import { readTaken } from './processes.ts';
import { recordSignIns } from './recording.ts';
import { cheapest, cheapWorks, concurrency, listing, onStack, type Works, wholeSignIn, wholeWorks } from './works.ts';

// CPU is that of edge, functions and database, warming up included; the client's is not.
const paceOf = async (name: string, work: Work, { pid = 0 }: Checkout, milliseconds: number): Promise<Measured[]> => {
  let times = 0;
  const counted: Work = (turn) => {
    times++;
    return work(turn);
  };
  const before = await readTaken(pid);
  const { perSecond } = await measure(counted, { concurrency, milliseconds });
  const after = await readTaken(pid);
  return [
    { name, unit: '/s', value: perSecond },
    { name: `${name}, CPU of one`, unit: 'ms', value: (after.cpuMs - before.cpuMs) / times },
  ];
};

const pacesOf = async (works: Works, stack: Checkout, { milliseconds }: Plan): Promise<Measured[]> => {
  const paces: Measured[] = [];
  for (const [name, work] of Object.entries(works)) paces.push(...(await paceOf(name, work, stack, milliseconds)));
  return paces;
};

const goals: Readonly<Record<string, number>> = {
  GetUser: 3,
  Refresh: 2.4,
  'Sign-in, cheapest hash': 2.6,
  'SignUp with its e-mail, cheapest hash': 2.2,
  [listing]: 4,
};
const leastOfFloor = 0.9;

/**
 * Operations a second over HTTP, sixteen at a time; each round has stacks of its own, one after the other. Beside the
 * sign-in with the whole hash of this build stands its floor, measured next to it in each round.
 */
export const servedFigures = async (folders: Both<string>, plan: Plan): Promise<readonly Figure[]> => {
  const recording = await recordSignIns(folders.here);
  const floor: number[] = [];
  const measureFloor = async (): Promise<void> => {
    floor.push(await floorPace(recording, { concurrency, milliseconds: plan.milliseconds }));
  };
  const wholePaces = async (side: Side, round: number): Promise<Measured[]> => {
    const beside = side === 'here';
    if (beside && round % 2 === 1) await measureFloor();
    const paces = await onStack(startCheckout(folders[side]), async (connection, stack) =>
      pacesOf(await wholeWorks(connection), stack, plan),
    );
    if (beside && round % 2 === 0) await measureFloor();
    return paces;
  };
  try {
    const found = await alternate(plan.rounds, async (side, round) => [
      ...(await onStack(startCheckout(folders[side], { env: cheapest }), async (connection, stack) =>
        pacesOf(await cheapWorks(connection, plan.users), stack, plan),
      )),
      ...(await wholePaces(side, round)),
    ]);
    return toFigures(found).flatMap((measured) => {
      const least = goals[measured.name];
      const name = measured.name.replace(listing, `${listing}, of ${plan.users}`);
      const figure = { ...measured, name };
      if (name !== wholeSignIn) return [least === undefined ? figure : { ...figure, least }];
      const { here } = figure;
      return [figure, { name: 'the same; there: its floor', unit: '/s', there: floor, here, least: leastOfFloor }];
    });
  } finally {
    await recording.stop();
  }
};
