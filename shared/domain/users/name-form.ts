/** The API's form for names of users and groups: no spaces, no control characters, no half of a surrogate pair. */
export const nameForm = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
