import { fitsWildcards } from '#shared/domain/audit-trail/wildcards.ts';
import { Refusal } from '../signature.ts';

/** True where a line of JSON is what a filter pattern looks for. */
export type Pattern = (line: unknown) => boolean;

const tokens = /\s*(?:(\{|\}|\(|\)|&&|\|\||=)|(\$(?:\.\w+|\[\d+\])+)|"([^"]*)"|(IS (?:TRUE|FALSE)))/y;

const unreadable = (): Refusal => new Refusal(400, 'InvalidParameterException', 'Invalid filter pattern');

const tokensOf = (text: string): readonly string[] => {
  const found: string[] = [];
  tokens.lastIndex = 0;
  const end = text.trimEnd().length;
  while (tokens.lastIndex < end) {
    const [all, sign, path, value, test] = tokens.exec(text) ?? [];
    if (all === undefined) throw unreadable();
    found.push(sign ?? path ?? test ?? `"${value}`);
  }
  return found;
};

const at = (line: unknown, path: string): unknown =>
  path
    .split(/[.[\]]/)
    .filter((name) => name !== '' && name !== '$')
    .reduce<unknown>(
      (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
      line,
    );

/**
 * The part of CloudWatch Logs' patterns for JSON that reads the trail: comparisons with texts, in which `*` is for any
 * characters, `IS TRUE`, `IS FALSE`, `&&`, `||` and parentheses. Throws Refusal for any other.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const filterPattern = (text: string): Pattern => {
  if (text.length > 1024) throw unreadable();
  const left = [...tokensOf(text)];
  const expect = (token: string): void => {
    if (left.shift() !== token) throw unreadable();
  };
  const term = (): Pattern => {
    const path = left.shift() ?? '';
    if (path === '(') {
      const inner = anyOf();
      expect(')');
      return inner;
    }
    const sign = left.shift() ?? '';
    if (!path.startsWith('$')) throw unreadable();
    if (sign.startsWith('IS ')) return (line) => at(line, path) === (sign === 'IS TRUE');
    const value = left.shift() ?? '';
    if (sign !== '=' || !value.startsWith('"')) throw unreadable();
    return (line) => {
      const told = at(line, path);
      return typeof told === 'string' && fitsWildcards(value.slice(1), told);
    };
  };
  const joined = (next: () => Pattern, sign: string, join: (all: readonly Pattern[]) => Pattern) => (): Pattern => {
    const all = [next()];
    while (left[0] === sign) {
      left.shift();
      all.push(next());
    }
    return join(all);
  };
  const allOf = joined(term, '&&', (all) => (line) => all.every((one) => one(line)));
  const anyOf = joined(allOf, '||', (all) => (line) => all.some((one) => one(line)));
  expect('{');
  const whole = anyOf();
  expect('}');
  if (left.length > 0) throw unreadable();
  return whole;
};
