/** docs/runbooks.md, made at build time. */
declare module 'virtual:runbooks' {
  const groups: readonly import('../runbooks.mjs').Group[];
  export default groups;
}
