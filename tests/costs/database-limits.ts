// In bytes, operands, and requests within one, as DynamoDB's documentation gives them.
const longestExpression = 4096;
const mostOperands = 100;
const mostTogether = 100;

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const reasonAgainstExpression = (name: string, text: string): string | undefined => {
  if (Buffer.byteLength(text) > longestExpression) return `${name} is longer than ${longestExpression} bytes.`;
  const lists = [...text.matchAll(/\bIN\s*\(([^)]*)\)/gi)];
  if (lists.some(([, operands = '']) => operands.split(',').length > mostOperands)) {
    return `${name} has IN with more than ${mostOperands} operands.`;
  }
  // Beyond its end, DynamoDB appends to a list, and others fill it up.
  return /\[\d+\]\s*=/.test(text) && name === 'UpdateExpression' ? `${name} sets a place of a list.` : undefined;
};

/**
 * Which limit of DynamoDB a request breaks among those that databases for laptops do not all keep, as a sentence;
 * undefined where it breaks none.
 */
export const reasonAgainstRequest = (request: unknown): string | undefined => {
  if (!isMembers(request)) return undefined;
  for (const [name, value] of Object.entries(request)) {
    const isMany = (name === 'TransactItems' || name === 'Keys') && Array.isArray(value) && value.length > mostTogether;
    if (isMany) return `${name} are more than ${mostTogether}.`;
    const reason =
      typeof value === 'string' && name.endsWith('Expression')
        ? reasonAgainstExpression(name, value)
        : [value].flat().map(reasonAgainstRequest).find(Boolean);
    if (reason !== undefined) return reason;
  }
  return undefined;
};
