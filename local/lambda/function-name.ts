/** `arn:aws:lambda:…:function:name:alias`, `123456789012:function:name` and `name:alias` all mean `name`. */
export const toFunctionName = (given: string): string => {
  const [name = given] = given.replace(/^.*:function:/, '').split(':');
  return name;
};
