/** Options of the commands between two services, `pull` and `push`. */
import { InvalidArgumentError } from 'commander';

/** Calls a second. Throws InvalidArgumentError. */
export const toRate = (text: string): number => {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 10_000)) throw new InvalidArgumentError('Give calls a second, such as 10.');
  return rate;
};

/** The address of a service. Throws InvalidArgumentError. */
export const toAddress = (text: string): string => {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new InvalidArgumentError('Give an address such as https://auth.example.com.');
};

/** The ARN of a function. Throws InvalidArgumentError. */
export const toFunctionArn = (text: string): string => {
  if (/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Give the ARN of a function, such as arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-migrateCognitoUsers.',
  );
};
