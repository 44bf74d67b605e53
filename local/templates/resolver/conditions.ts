import { itemsOf, type Node, plainOf, scalarText, soleEntry, TemplateError } from '../source/tree.ts';
import type { Scope } from './functions.ts';

const comparable = (node: Node | undefined): string =>
  node?.kind === 'scalar' ? node.text : JSON.stringify(node && plainOf(node));

/** What a condition comes to. Throws TemplateError for what is no condition. */
export const conditionHolds = (node: Node, scope: Scope): boolean => {
  const [name, argument] = soleEntry(node) ?? [undefined, node];
  const among = (least: number, most: number): readonly Node[] => {
    const items = itemsOf(argument, `The argument of ${name}`);
    if (items.length >= least && items.length <= most) return items;
    throw new TemplateError(node.line, `${name} takes ${least} to ${most} values, and has ${items.length}.`);
  };
  const each = (items: readonly Node[]): readonly boolean[] => items.map((item) => conditionHolds(item, scope));
  if (name === 'Condition') return scope.holds(scalarText(argument, 'Condition'), node.line);
  if (name === 'Fn::And') return each(among(2, 10)).every(Boolean);
  if (name === 'Fn::Or') return each(among(2, 10)).some(Boolean);
  if (name === 'Fn::Not') return each(among(1, 1)).every((holds) => !holds);
  if (name === 'Fn::Equals') {
    const [one, other] = among(2, 2).map((item) => comparable(scope.evaluate(item)));
    return one === other;
  }
  const value = scope.evaluate(node);
  if (value?.kind === 'scalar' && /^(true|false)$/i.test(value.text)) return value.text.toLowerCase() === 'true';
  throw new TemplateError(node.line, 'A condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition.');
};
