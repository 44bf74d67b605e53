// The whole package reads files when it is imported, which a bundle does not have. Its parts read none, but have no types.
declare module 'css-tree/parser' {
  // biome-ignore lint/style/noDefaultExport: the package has one.
  export { parse as default } from 'css-tree';
}

declare module 'css-tree/walker' {
  // biome-ignore lint/style/noDefaultExport: the package has one.
  export { walk as default } from 'css-tree';
}

declare module 'css-tree/utils' {
  export { ident } from 'css-tree';
}
