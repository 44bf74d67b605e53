/** A group of a pool's users. */
export interface Group {
  readonly poolId: string;
  /** A UUID: a group that is deleted and created again under the same name is another group. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** A lower number ranks before a higher one. A group without a number ranks last. */
  readonly precedence?: number;
  readonly roleArn?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** What a user keeps of a group. It counts only while the pool has a group with both that name and that id. */
export interface GroupMembership {
  readonly name: string;
  readonly id: string;
}

/** The most groups of a pool, and of a user. */
export const mostGroups = { ofPool: 10_000, ofUser: 100 } as const;

/** True where the membership is of this very group. */
export const isOf = (group: Group, { name, id }: GroupMembership): boolean => group.name === name && group.id === id;
