import path from 'node:path';
import { startCheckout } from '#tests/journey/checkout.ts';
import { alternate, type Figure, head, type Measured, type Side, toFigures, toRow } from '../against/figures.ts';
import { cheapest, concurrency } from '../against/works.ts';
import { type Connection, connect } from '../connection.ts';
import { measure } from '../load.ts';
import { makeSample } from '../sample.ts';
import { scenariosOf } from '../scenarios.ts';
import { toTable } from '../table.ts';
import { peer, startPeer } from './cognito-local.ts';
import { fetchPackage } from './fetched.ts';

const top = path.resolve(import.meta.dirname, '../../..');

const compared: readonly (readonly [name: string, scenario: string, least: number])[] = [
  ['Sign-in', 'InitiateAuth USER_PASSWORD_AUTH', 4],
  ['SignUp without its e-mail', 'SignUp', 4],
  ['Refresh', 'InitiateAuth REFRESH_TOKEN_AUTH', 2.5],
];

const sampled = 64;

interface Plan {
  readonly rounds: number;
  readonly milliseconds: number;
}

// A pool for each, as the peer writes all of a pool anew at each change: none is to carry what another left.
const pacesOf = async (connection: Connection, { milliseconds }: Plan): Promise<readonly Measured[]> => {
  const paces: Measured[] = [];
  for (const [name, scenario] of compared) {
    const sample = await makeSample(connection, sampled, {});
    const work = scenariosOf(connection, sample)[scenario];
    if (!work) throw new Error(`No scenario is called ${scenario}.`);
    const { perSecond } = await measure(work, { concurrency, milliseconds });
    paces.push({ name, unit: '/s', value: perSecond });
  }
  return paces;
};

/**
 * Measures this build and cognito-local in turn, sixteen at once, each started for every round with nothing in it, and
 * prints both. Passwords are hashed at the cheapest here; the peer does not hash them.
 */
export const compareWithPeer = async (plan: Plan): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  console.log(`Fetching ${peer}.`);
  const folder = await fetchPackage(peer);
  const start = (side: Side) => (side === 'here' ? startCheckout(top, { env: cheapest }) : startPeer(folder));
  const found = await alternate(plan.rounds, async (side) => {
    const target = await start(side);
    const connection = connect(target);
    try {
      return await pacesOf(connection, plan);
    } finally {
      connection.close();
      await target.stop();
    }
  });
  const figures: readonly Figure[] = toFigures(found).map((figure) => {
    const least = compared.find(([name]) => name === figure.name)?.[2];
    return { ...figure, ...(least !== undefined && { least }) };
  });
  console.log(toTable(`there: ${peer}\nhere: ${top}`, head, figures.map(toRow)));
  console.log(`\nMedians of ${plan.rounds} rounds, sixteen at once.`);
};
