/** Properties of a resource, with the names of CloudFormation or of the API. */
export type Values = Readonly<Record<string, unknown>>;

/** What a made resource is known by: attributes of Fn::GetAtt and members that name it in requests. `Ref` is what Ref gives. */
export type Identity = Readonly<Record<string, string>>;

/** Calls an operation of either API. Throws Refusal where the service refuses. */
export type Call = (operation: string, request: Values) => Promise<Values>;

export interface Making {
  readonly properties: Values;
  /** A name for what the file does not name. */
  readonly givenName: string;
  readonly call: Call;
  /** Where the stack is. */
  readonly endpoint: string;
}

export interface Changing extends Making {
  readonly identity: Identity;
  /** The properties that are others than at the last start. */
  readonly changed: ReadonlySet<string>;
  /** The properties that the file had then, and has no more. */
  readonly removed: ReadonlySet<string>;
}

/** How resources of a type are made, changed and removed by the operations of the API. */
export interface Kind {
  readonly make: (making: Making) => Promise<Identity>;
  /** Undefined where every change makes another resource. */
  readonly change?: (changing: Changing) => Promise<Identity>;
  /** Undefined where there is nothing to remove. */
  readonly remove?: (identity: Identity, call: Call) => Promise<void>;
  /** Reads it, and throws Refusal where it is not there; undefined where it is there as long as its pool is. */
  readonly read?: (identity: Identity, call: Call) => Promise<void>;
  /** What its attributes are before it is made, in place of the values that only making it gives. */
  readonly before?: Identity;
  /** The properties of which another value makes another resource, where these are not those of the published schema. */
  readonly replacedBy?: readonly string[];
}

/** A value that is an object. */
export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object under a name in an answer. */
export const within = (answer: Values, name: string): Values => {
  const value = answer[name];
  return isValues(value) ? value : {};
};

/** The text under a name; empty where there is none. */
export const textIn = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};

/** The members of these names. */
export const pick = (from: Values, members: readonly string[]): Values =>
  Object.fromEntries(members.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** All but the members of these names. */
export const omit = (from: Values, members: readonly string[]): Values =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !members.includes(name)));
