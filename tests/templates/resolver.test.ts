import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenValues } from '#local/templates/resolver/parameters.ts';
import { createResolver } from '#local/templates/resolver/resolver.ts';
import { subParts } from '#local/templates/resolver/substitution.ts';
import { readTree } from '#local/templates/source/read.ts';
import { templateOf } from '#local/templates/source/template.ts';
import { type Node, nodeFrom, plainOf, TemplateError } from '#local/templates/source/tree.ts';

const place = { region: 'eu-west-1', accountId: '123456789012' };

const resolverOf = (text: string, parameters: Readonly<Record<string, string>> = {}) =>
  createResolver(templateOf(readTree(text)), {
    given: givenValues(new Map(Object.entries(parameters))),
    place,
    stackName: 'shop',
    attributeOf: ({ logicalId }, attribute = 'Ref') => `${logicalId}/${attribute}`,
  });

const around = `
Parameters:
  Name: { Type: String, Default: ada }
  List: { Type: CommaDelimitedList, Default: 'a, b,c' }
  Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b }
  Short: { Type: String, Default: x, AllowedPattern: '[a-z]{1,3}' }
  Needed: { Type: String }
Mappings:
  M: { one: { two: { three: 3 } , list: [x, y] } }
Conditions:
  Yes: !Equals [1, '1']
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Condition No]
  Round: !Condition Trip
  Trip: !Condition Round
Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Gone: { Type: AWS::Cognito::UserPool, Condition: No }
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Sub '\${Name}-fn' } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !GetAtt Fn.Arn } }
  Role: { Type: AWS::IAM::Role }
  Site: { Type: AWS::CloudFront::Distribution }
`;

const resolved = (expression: string, parameters: Readonly<Record<string, string>> = {}): unknown => {
  const value = resolverOf(around, parameters).evaluate(readTree(expression));
  return value && plainOf(value);
};

describe('functions of templates', () => {
  it.each([
    ['!Ref Name', 'ada'],
    ['!Ref List', ['a', 'b', 'c']],
    ['!Ref AWS::Region', 'eu-west-1'],
    ['!Ref AWS::StackName', 'shop'],
    ['!Ref AWS::NoValue', undefined],
    ['{ a: !Ref AWS::NoValue, b: [1, !Ref AWS::NoValue] }', { b: [1] }],
    ['!Ref Pool', 'Pool/Ref'],
    ['!GetAtt Pool.Arn', 'Pool/Arn'],
    ['!GetAtt [Pool, Arn]', 'Pool/Arn'],
    [
      '!Sub "${Name} ${Pool} ${Pool.Arn} ${!Name} $5 ${AWS::AccountId}"',
      'ada Pool/Ref Pool/Arn ${Name} $5 123456789012',
    ],
    ['!Sub ["${Name}-${Mine}", { Mine: !Ref Pool }]', 'ada-Pool/Ref'],
    ['!Join ["-", [a, !Ref Name, 012]]', 'a-ada-012'],
    ['!Join [",", !Ref List]', 'a,b,c'],
    ['!Select [1, !Split [",", "p,q"]]', 'q'],
    ['!If [Yes, 1, !Ref Nobody]', 1],
    ['!If [Both, 1, !Ref AWS::NoValue]', undefined],
    ['!FindInMap [M, one, list]', ['x', 'y']],
    ['Fn::FindInMap: [M, one, none, { DefaultValue: 7 }]', 7],
    ['!Base64 ab', 'YWI='],
    ['!Length [1, 2]', 2],
    ['!ToJsonString { a: !Ref Name }', '{"a":"ada"}'],
    ['!GetAtt Fn.Arn', 'arn:aws:lambda:eu-west-1:123456789012:function:ada-fn'],
    ['!Ref Live', 'arn:aws:lambda:eu-west-1:123456789012:function:ada-fn'],
    ['!GetAtt Role.Arn', 'arn:aws:iam::123456789012:role/Role'],
    ['!Sub https://${Site.DomainName}/in', 'https://site.invalid/in'],
  ])('%s', (expression, value) => {
    expect(resolved(expression)).toEqual(value);
  });

  it('takes what only somebody else knows from parameters', () => {
    expect(resolved('!Ref Name', { Name: 'eve' })).toBe('eve');
    expect(resolved('!ImportValue net-pool', { 'net-pool': 'p' })).toBe('p');
    expect(resolved('!Ref Secret', { Secret: 's' })).toBe('s');
    expect(resolved("'a {{resolve:ssm:/x}} b'", { 'resolve:ssm:/x': 'y' })).toBe('a y b');
    expect(resolved("!Sub '{{resolve:ssm:/${Name}}}'", { 'resolve:ssm:/ada': 'y' })).toBe('y');
  });

  it.each([
    ['!Ref Nobody', 'There is neither a parameter nor a resource Nobody.'],
    ['!Ref Needed', 'The parameter Needed has no default: give it by --parameter Needed=….'],
    ['!Ref Secret', 'is kept in SSM'],
    ['!Ref Gone', 'is left out, as its condition No does not hold'],
    ['!If [Nowhere, 1, 2]', 'There is no condition Nowhere.'],
    ['!ImportValue a', "give its value by --parameter 'a=…'"],
    ["'{{resolve:secretsmanager:a:SecretString:b}}'", "--parameter 'resolve:secretsmanager:a:SecretString:b=…'"],
    ['!Select [3, !Ref List]', 'finds no value 3 among 3'],
    ['!FindInMap [M, one, none]', 'finds nothing at M.one.none'],
    ['!Cidr [a, b]', 'Fn::Cidr is not resolved here'],
    ['{ Fn::Join: [a, []], b: 1 }', 'stands beside other names'],
    ['!Sub "${self:custom.stage}"', 'run serverless package'],
    ['!Sub "${open"', 'has no }'],
    ['!Join [a]', 'Fn::Join takes 2 values, and has 1.'],
    ['!Join [",", [!Ref List]]', 'has to be a text'],
    ['!Sub "${List}"', 'has to be a text'],
  ])('%s is refused', (expression, sentence) => {
    expect(() => resolved(`\n\na: ${expression}`)).toThrowError(sentence);
    try {
      resolved(`\n\na: ${expression}`);
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError);
      expect(error).toMatchObject({ line: 3 });
    }
  });

  it('knows conditions that depend on themselves', () => {
    expect(() => resolved('!If [Trip, 1, 2]')).toThrowError('The condition Trip depends on itself.');
  });

  it('holds parameters to what they allow', () => {
    expect(() => resolved('!Ref Short', { Short: 'LONG' })).toThrowError('does not match [a-z]{1,3}');
  });
});

const json = fc.jsonValue({ maxDepth: 4 });

/** Names that are no functions, so that all stays as it is. */
const isPlain = (value: unknown): boolean =>
  !/"(Ref|Fn::|<<)/.test(JSON.stringify(value)) && !JSON.stringify(value).includes('{{');

const evaluated = (node: Node): unknown => {
  const value = resolverOf(around).evaluate(node);
  return value && plainOf(value);
};

describe('whatever is in a file', () => {
  it('is read from JSON as JSON has it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(json), fc.dictionary(fc.string(), json)).filter(isPlain), (value) => {
        for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, '\t')]) {
          expect(JSON.stringify(plainOf(readTree(text)))).toBe(JSON.stringify(value));
        }
      }),
    );
  });

  it('stays as it is where it has no functions', () => {
    fc.assert(
      fc.property(json.filter(isPlain), (value) => {
        expect(JSON.stringify(evaluated(nodeFrom(value, 1)))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('is the same after split and join', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
        (between, parts) => {
          const whole = parts.join(between);
          const split = { 'Fn::Split': [between, whole] };
          fc.pre(!whole.includes('{{'));
          expect(evaluated(nodeFrom({ 'Fn::Join': [between, split] }, 1))).toBe(whole);
        },
      ),
    );
  });

  it('is split for Fn::Sub into parts that make it again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', '!', 'a', ' ') }), (text) => {
        const parts = subParts(text);
        if (!parts) {
          expect(text).toContain('${');
          return;
        }
        const again = parts.map((part) => ('text' in part ? part.text : `\${${part.name}}`)).join('');
        expect(again.replaceAll(' ', '')).toBe(text.replaceAll('${!', '${').replaceAll(' ', ''));
      }),
    );
  });

  it('is read or refused with a line, whatever it is', () => {
    const pieces = [
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '!Ref ',
      '!Sub ',
      '*a',
      '&a ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '<<',
      '|',
      '\t',
      '#',
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 }), (text) => {
        try {
          readTree(text);
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
          expect(Object(error).line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a template that comes to more than it looks', () => {
  const twice = (one: (n: number) => string, times = 30): string =>
    Array.from({ length: times }, (_, n) => one(n)).join('\n');

  it.each([
    [
      'mappings',
      `Mappings:\n  M:\n    a:\n${twice((n) => `      k${n}: [!FindInMap [M, a, k${n + 1}], !FindInMap [M, a, k${n + 1}]]`)}\n      k30: x`,
      '!FindInMap [M, a, k0]',
    ],
    [
      'conditions',
      `Conditions:\n${twice((n) => `  C${n}: !And [!Condition C${n + 1}, !Condition C${n + 1}]`)}\n  C30: !Equals [a, a]`,
      '!If [C0, a, b]',
    ],
  ])('is refused: %s', (_what, text, expression) => {
    const { evaluate } = resolverOf(`${text}\nResources: {}`);
    expect(() => evaluate(readTree(expression))).toThrowError('The file comes to more than 1000000 values.');
  });

  it('is refused where a value contains itself', () => {
    const { evaluate } = resolverOf('Mappings: { M: { a: { b: !FindInMap [M, a, b] } } }\nResources: {}');
    expect(() => evaluate(readTree('!FindInMap [M, a, b]'))).toThrowError('A value contains itself');
  });

  it('has the logical id of a function in its own name, and of what has no type', () => {
    const { evaluate } = resolverOf(`
Resources:
  F: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Sub '\${F}\${F}' } }
  X: { Type: constructor }`);
    expect(evaluate(readTree('!Ref F'))).toMatchObject({ text: 'FF' });
    expect(evaluate(readTree('!Ref X'))).toMatchObject({ text: 'X' });
  });
});

describe('YAML', () => {
  it('keeps how a number is written, and knows anchors and merge keys', () => {
    const tree = readTree('a: &a { n: 012345678901, m: 1 }\nb: { <<: *a, m: 2 }');
    expect(plainOf(tree)).toEqual({ a: { n: 12345678901, m: 1 }, b: { n: 12345678901, m: 2 } });
    expect(tree).toMatchObject({ kind: 'map', line: 1 });
    const written = tree.kind === 'map' ? tree.entries.get('b') : undefined;
    expect(written?.kind === 'map' && written.entries.get('n')).toMatchObject({ text: '012345678901', line: 1 });
  });

  it('has no value that is larger than the file lets one think', () => {
    const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
    expect(() => readTree(bomb.join('\n'))).toThrowError('A file may have 100000 values');
    expect(() => readTree('a: &a [*a]')).toThrowError('contains itself');
  });
});
