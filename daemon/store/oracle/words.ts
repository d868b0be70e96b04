/**
 * The words that V$RESERVED_WORDS marks as reserved (RESERVED = 'Y'), and those no column may be named unquoted (RES_ATTR):
 * Oracle Database SQL Language Reference 19c, appendix E.
 */
const RESERVED = new Set(
  `access add all alter and any as asc audit between by char check cluster column column_value comment compress connect
  create current date decimal default delete desc distinct drop else exclusive exists file float for from grant group having
  identified immediate in increment index initial insert integer intersect into is level like lock long maxextents minus
  mlslabel mode modify nested_table_id noaudit nocompress not nowait null number of offline on online option or order pctfree
  prior public raw rename resource revoke row rowid rownum rows select session set share size smallint start successful
  synonym sysdate table then to trigger uid union unique update user validate values varchar varchar2 view whenever where with`
    .split(/\s+/)
    .filter(word => word !== ''),
)

/**
 * A name as Oracle reads it: unquoted, so that it is folded to upper case as in the migrations; quoted, in upper case, where it
 * is a reserved word or has another form.
 */
export const oracleName = (name: string): string =>
  /^[a-z][a-z0-9_]{0,127}$/.test(name) && !RESERVED.has(name) ? name : `"${name.toUpperCase().replace(/"/g, '')}"`
