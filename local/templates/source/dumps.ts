import { resourceTypes } from '../published/shape.ts';
import type { Resource, Template } from './template.ts';
import { entryOf, type List, type Mapping, type Node, nodeFrom, scalarText, TemplateError, textNode } from './tree.ts';

const poolType = 'AWS::Cognito::UserPool';
const clientType = 'AWS::Cognito::UserPoolClient';
const domainType = 'AWS::Cognito::UserPoolDomain';

// What the API has another name for.
const otherNames: Readonly<Record<string, string>> = { Name: 'UserPoolName', SchemaAttributes: 'Schema' };

const emptyMapping = (line: number): Mapping => ({ kind: 'map', line, entries: new Map() });

const dumpsIn = (tree: Node): readonly Mapping[] => {
  const all = tree.kind === 'list' ? tree.items : [tree];
  const dumps = all.filter((item): item is Mapping => item.kind === 'map');
  return dumps.filter((dump) => entryOf(dump, 'UserPool') ?? entryOf(dump, 'UserPoolClient'));
};

/** True for what `describe-user-pool` or `describe-user-pool-client` prints, or a list of such. */
export const isDump = (tree: Node): boolean => dumpsIn(tree).length > 0;

const isStandard = (name: string): boolean => !/^(dev:)?custom:/.test(name);

// The answer has all attributes with their whole names. A request names those of one's own without what is before.
const schemaFrom = (attributes: Node): List => ({
  kind: 'list',
  line: attributes.line,
  items: (attributes.kind === 'list' ? attributes.items : []).flatMap((attribute): Node[] => {
    const name = entryOf(attribute, 'Name');
    if (attribute.kind !== 'map' || name?.kind !== 'scalar' || name.text === 'sub') return [];
    if (isStandard(name.text) && plainText(entryOf(attribute, 'Required')) !== 'true') return [];
    const bare = textNode(name.text.replace(/^(dev:)?custom:/, ''), name.line);
    return [{ ...attribute, entries: new Map([...attribute.entries, ['Name', bare]]) }];
  }),
});

const plainText = (node: Node | undefined): string => (node?.kind === 'scalar' ? node.text : '');

const resource = (logicalId: string, type: string, properties: Mapping): Resource => ({
  logicalId,
  type,
  line: properties.line,
  properties,
  condition: undefined,
  dependsOn: [],
  isRetained: false,
});

const id = (dump: Mapping, name: string): string => {
  const node = entryOf(dump, name);
  if (!node) throw new TemplateError(dump.line, `What was described has no ${name}.`);
  return scalarText(node, name);
};

/** The members that are properties, too. The others say what is there, and set nothing. */
const known = (dump: Mapping, type: string): Map<string, Node> => {
  const names = resourceTypes.get(type)?.properties ?? {};
  return new Map(
    [...dump.entries].flatMap(([name, node]): [string, Node][] => {
      const property = otherNames[name] ?? name;
      const isEmpty = node.kind === 'scalar' && node.value === null;
      return Object.hasOwn(names, property) && !isEmpty ? [[property, node]] : [];
    }),
  );
};

const poolFrom = (dump: Mapping): readonly Resource[] => {
  const poolId = id(dump, 'Id');
  const entries = known(dump, poolType);
  const attributes = entries.get('Schema');
  if (attributes) entries.set('Schema', schemaFrom(attributes));
  const mfa = plainText(entries.get('MfaConfiguration'));
  // The answer does not name the factors. Where none goes by SMS, an app is the one that needs no more settings.
  if ((mfa === 'ON' || mfa === 'OPTIONAL') && !entries.has('SmsConfiguration')) {
    entries.set('EnabledMfas', nodeFrom(['SOFTWARE_TOKEN_MFA'], dump.line));
  }
  const domain = entryOf(dump, 'Domain');
  return [
    resource(poolId, poolType, { ...dump, entries }),
    ...(domain?.kind === 'scalar' && domain.value !== null
      ? [
          resource(`${poolId} domain`, domainType, {
            ...emptyMapping(domain.line),
            entries: new Map<string, Node>([
              ['Domain', domain],
              ['UserPoolId', nodeFrom({ Ref: poolId }, domain.line)],
            ]),
          }),
        ]
      : []),
  ];
};

const clientFrom = (dump: Mapping, pools: ReadonlySet<string>): Resource => {
  const poolId = id(dump, 'UserPoolId');
  if (!pools.has(poolId)) {
    throw new TemplateError(dump.line, `The pool ${poolId} of this app client is not described in the file.`);
  }
  const entries = known(dump, clientType);
  entries.set('UserPoolId', nodeFrom({ Ref: poolId }, dump.line));
  if (dump.entries.has('ClientSecret')) entries.set('GenerateSecret', nodeFrom(true, dump.line));
  return resource(id(dump, 'ClientId'), clientType, { ...dump, entries });
};

/**
 * A template for what was described, in which pools and app clients have their former ids as names. Throws TemplateError
 * where an app client's pool is missing.
 */
export const templateOfDumps = (tree: Node): Template => {
  const dumps = dumpsIn(tree);
  const pools = dumps.flatMap((dump) => {
    const pool = entryOf(dump, 'UserPool');
    return pool?.kind === 'map' ? poolFrom(pool) : [];
  });
  const names = new Set(pools.map(({ logicalId }) => logicalId));
  const clients = dumps.flatMap((dump) => {
    const client = entryOf(dump, 'UserPoolClient');
    return client?.kind === 'map' ? [clientFrom(client, names)] : [];
  });
  const empty = emptyMapping(1);
  return {
    parameters: empty,
    mappings: empty,
    conditions: empty,
    outputs: empty,
    isSam: false,
    resources: new Map([...pools, ...clients].map((entry) => [entry.logicalId, entry])),
  };
};
