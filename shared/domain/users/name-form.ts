/** What the API takes for a name of a user or a group: no spaces, no controls, no half of a surrogate pair. */
export const nameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
