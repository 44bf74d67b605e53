import type { Resource, Template } from './template.ts';
import { entryOf, type Mapping, type Node, nodeFrom, scalarText } from './tree.ts';

const eventsOf = (resource: Resource): readonly Node[] => {
  const events = resource.properties.entries.get('Events');
  return events?.kind === 'map' ? [...events.entries.values()] : [];
};

const withTrigger = (pool: Resource, trigger: string, functionId: string, line: number): Resource => {
  const before = pool.properties.entries.get('LambdaConfig');
  const own: ReadonlyMap<string, Node> = before?.kind === 'map' ? before.entries : new Map();
  const arn = nodeFrom({ 'Fn::GetAtt': [functionId, 'Arn'] }, line);
  const config: Mapping = { kind: 'map', line: before?.line ?? line, entries: new Map([...own, [trigger, arn]]) };
  const entries = new Map<string, Node>([...pool.properties.entries, ['LambdaConfig', config]]);
  return { ...pool, properties: { ...pool.properties, entries } };
};

/** A template in which pools name the functions that have them as an event, as SAM's transform makes it. */
export const withSamTriggers = (template: Template): Template => {
  const resources = new Map(template.resources);
  for (const resource of template.resources.values()) {
    if (resource.type !== 'AWS::Serverless::Function') continue;
    for (const event of eventsOf(resource)) {
      const type = entryOf(event, 'Type');
      const properties = entryOf(event, 'Properties');
      const poolId = entryOf(entryOf(properties, 'UserPool'), 'Ref');
      const trigger = entryOf(properties, 'Trigger');
      if (type?.kind !== 'scalar' || type.text !== 'Cognito' || poolId?.kind !== 'scalar' || !trigger) continue;
      const names = trigger.kind === 'list' ? trigger.items : [trigger];
      for (const name of names) {
        const pool = resources.get(poolId.text);
        const text = scalarText(name, 'Trigger');
        if (pool) resources.set(poolId.text, withTrigger(pool, text, resource.logicalId, name.line));
      }
    }
  }
  return { ...template, resources };
};
