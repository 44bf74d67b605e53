/** Remembers what a client heard last. An answer that came after it had asked again does not count. */
export const listening = <Answer>(ask: () => Promise<Answer>) => {
  let asked = 0;
  let last: Answer | undefined;
  return {
    call: async (): Promise<void> => {
      asked += 1;
      const turn = asked;
      const answer = await ask();
      if (turn === asked) last = answer;
    },
    /** Undefined where nothing was heard. */
    findHeard: (): Answer | undefined => last,
    heard: (): Answer => {
      if (last === undefined) throw new Error('The client never heard an answer.');
      return last;
    },
  };
};
