import { escapeHtml } from '#shared/domain/messages/templates.ts';
import type { Mask } from './mask.ts';
import type { Leg, Step } from './step.ts';
import type { Passed } from './walk.ts';

/** What two builds did differently in one step, or where neither did what the journey says. */
export interface Difference {
  readonly step: string;
  readonly lines: readonly string[];
}

// About the connection, or the length of something that differs anyway.
const unheard = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);
const mostText = 300;

const sentBy = (step: Step): string => {
  if (step.kind === 'call') return step.operation;
  return step.kind === 'http' ? step.method : step.worker;
};

/** The name of a step: its leg, its number there, its kind and what it sends. */
export const titleOf = ({ name, steps }: Leg, step: Step): string =>
  `${name} ${steps.indexOf(step) + 1}: ${step.name} (${sentBy(step)})`;

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** One line for each member that differs, beginning with its path. */
export const compare = (before: unknown, now: unknown, path = ''): readonly string[] => {
  if (isObject(before) && isObject(now) && Array.isArray(before) === Array.isArray(now)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    return names.flatMap((name) => compare(before[name], now[name], path ? `${path}.${name}` : name));
  }
  return Object.is(before, now) ? [] : [`${path}: ${shown(before)} → ${shown(now)}`];
};

const inOrder = (value: unknown, keyOf: (item: unknown) => string): unknown => {
  if (Array.isArray(value)) {
    return value.map((item) => inOrder(item, keyOf)).sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inOrder(member, keyOf)]))
    : value;
};

// Where there is no user, the address to which a code seems to be sent is made up.
const pretended = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/"[a-z]\*\*\*@[a-z]\*\*\*"/g, '"<address>"'));

const without = (value: unknown, paths: readonly string[], path = ''): unknown => {
  if (paths.includes(path)) return '<left out>';
  if (!isObject(value) || Array.isArray(value)) return value;
  const inside = (name: string): string => (path ? `${path}.${name}` : name);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, without(member, paths, inside(name))]),
  );
};

// A message without its code.
const told = ({ body, code = '', ...rest }: NonNullable<Passed['mail']>): object => ({
  ...rest,
  code: code.length,
  body: (code ? body.replaceAll(escapeHtml(code), '<code>').replaceAll(code, '<code>') : body).replace(
    /#secret=[\w-]+/,
    '#secret=<secret>',
  ),
});

const toCompare = ({ leg, step, status, headers, body, mail, trouble }: Passed, mask: Mask): unknown => {
  if (step.kind === 'worker') return { trouble };
  const { clock } = leg;
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !unheard.has(name)));
  const ordered = step.unordered ? inOrder(body, (item) => JSON.stringify(mask.peek(item, clock)) ?? '') : body;
  const masked = mask.of(ordered, clock);
  return {
    status,
    headers: mask.of(kept, clock),
    body: without(step.pretends ? pretended(masked) : masked, step.leaves ?? []),
    mail: mask.of(mail && told(mail), clock),
    trouble: mask.of(trouble, clock),
  };
};

/** The results of each step in two walks over the same legs, compared. */
export const differences = (
  before: { readonly passed: readonly Passed[]; readonly mask: Mask },
  now: { readonly passed: readonly Passed[]; readonly mask: Mask },
): readonly Difference[] =>
  now.passed.flatMap((passed, index) => {
    const former = before.passed[index];
    if (!former) return [];
    const lines = compare(toCompare(former, before.mask), toCompare(passed, now.mask));
    const trouble = passed.trouble !== undefined && lines.length === 0 ? [`in both: ${passed.trouble}`] : [];
    const all = [...lines, ...trouble];
    return all.length > 0 ? [{ step: titleOf(passed.leg, passed.step), lines: all }] : [];
  });
