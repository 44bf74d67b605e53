import path from 'node:path';
import { parseArgs } from 'node:util';
import { startCheckout } from '#tests/journey/checkout.ts';
import { compare, type Difference, differences, titleOf } from '#tests/journey/differences.ts';
import { legs } from '#tests/journey/legs.ts';
import { createMask } from '#tests/journey/mask.ts';
import type { Leg } from '#tests/journey/step.ts';
import { messagesOf, walk } from '#tests/journey/walk.ts';

const usage = `npm run journey -- --against <folder> [--only <leg>,…] [--list]

Does what honest callers do on the stack of this checkout and on that of another one, and tells what differs: what it
was there, what it is here, and in which steps. It ends with 1 where anything does.

  --against  the folder of the other checkout, with its dependencies installed
  --only     some legs of the journey, by name
  --list     prints the steps, and makes none
`;

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const chosen = (): readonly Leg[] => {
  if (values.only === undefined) return legs;
  const names = values.only.split(',');
  const unknown = names.filter((name) => !legs.some((leg) => leg.name === name));
  if (unknown.length > 0)
    throw new Error(`No leg is called ${unknown.join(', ')}: ${legs.map(({ name }) => name).join(', ')}`);
  return legs.filter(({ name }) => names.includes(name));
};

const travel = async (folder: string, on: readonly Leg[], start: number) => {
  const stack = await startCheckout(folder);
  try {
    const passed = await walk(stack, on, start);
    const messages = await messagesOf(stack);
    return {
      passed,
      mask: createMask({ stack, start }),
      messages: messages.map(({ to, channel, subject = '' }) => `${to} ${channel} ${subject}`).sort(),
    };
  } finally {
    await stack.stop();
  }
};

const byLine = (found: readonly Difference[]): ReadonlyMap<string, readonly string[]> => {
  const steps = new Map<string, string[]>();
  for (const { step, lines } of found) for (const line of lines) steps.set(line, [...(steps.get(line) ?? []), step]);
  return steps;
};

const mostNamed = 3;

const named = (steps: readonly string[]): string =>
  `${steps.slice(0, mostNamed).join('; ')}${steps.length > mostNamed ? `; and ${steps.length - mostNamed} more` : ''}`;

const go = async (against: string): Promise<void> => {
  const on = chosen();
  // Far from the machine's time, so that one can be told from the other. A new step of authenticator apps begins then.
  const start = Math.ceil(Date.now() / 30_000) * 30_000 + 7_200_000;
  const [before, now] = await Promise.all([
    travel(path.resolve(against), on, start),
    travel(path.resolve(import.meta.dirname, '../..'), on, start),
  ]);
  const found = differences(before, now);
  for (const [line, steps] of byLine(found)) console.log(`${line}\n    ${named(steps)}`);
  const messages = compare(before.messages, now.messages, 'messages');
  if (messages.length > 0) console.log(`All messages\n    ${messages.join('\n    ')}`);
  const count = found.length + (messages.length > 0 ? 1 : 0);
  console.log(`${now.passed.length} steps, ${now.messages.length} messages, ${count} with differences.`);
  process.exitCode = count > 0 ? 1 : 0;
};

if (values.help || (!values.list && values.against === undefined)) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else if (values.list) {
  for (const leg of chosen()) for (const step of leg.steps) console.log(titleOf(leg, step));
} else if (values.against !== undefined) await go(values.against);
