import { sql } from 'kysely';
import type { Db } from '../../schema/database.ts';

/** A column as PostgreSQL describes it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** Identity that no insert may set. */
  readonly generated: boolean;
}

/** Every column of the schema `etude`, read from the catalogue of the database itself. */
export async function columnsOf(db: Db): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
           not a.attnotnull as nullable, a.atthasdef as "hasDefault", a.attidentity = 'a' as generated
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'etude' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`.execute(db);
  return rows;
}

const categories: Readonly<Record<string, string>> = {
  bigint: 'number',
  integer: 'number',
  smallint: 'number',
  'double precision': 'number',
  text: 'string',
  boolean: 'boolean',
  'timestamp with time zone': 'Date',
  jsonb: 'json',
};

/**
 * A TypeScript module that compiles if and only if the types of `schema/tables.ts` say of every table and column
 * what the database says: its name, its category, whether it may be null, and whether an insert may leave it out.
 */
export function expectationsOf(columns: readonly Column[], tablesModule: string): string {
  const tables = Map.groupBy(columns, (column) => column.table);
  const lines = [...tables].flatMap(([table, own]) => [
    `true satisfies Same<keyof Database['${table}'], ${union(own)}>;`,
    ...own.map((column) => {
      const expected = [
        `'${column.nullable ? 'nullable' : 'required'}'`,
        `'${categories[column.type] ?? `unknown type ${column.type}`}'`,
        `'${insertionOf(column)}'`,
      ];
      return `true satisfies Same<Column<'${table}', '${column.name}'>, [${expected.join(', ')}]>;`;
    }),
  ]);
  return `import type { Insertable, Selectable } from 'kysely';
import type { Database } from ${JSON.stringify(tablesModule)};

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Category<T> = [T] extends [string] ? 'string' : [T] extends [number] ? 'number'
  : [T] extends [boolean] ? 'boolean' : [T] extends [Date] ? 'Date' : [T] extends [object] ? 'json' : never;
type Selected<Table extends keyof Database, Name extends string> = Selectable<Database[Table]>[
  Name & keyof Selectable<Database[Table]>];
type Insertion<Row, Name> = Name extends keyof Row
  ? ({} extends Pick<Row, Name> ? 'optional' : 'required') : 'forbidden';
type Column<Table extends keyof Database, Name extends string> = [
  null extends Selected<Table, Name> ? 'nullable' : 'required',
  Category<NonNullable<Selected<Table, Name>>>,
  Insertion<Insertable<Database[Table]>, Name>,
];

true satisfies Same<keyof Database, ${[...tables.keys()].map((name) => `'${name}'`).join(' | ')}>;
${lines.join('\n')}
`;
}

function union(columns: readonly Column[]): string {
  return columns.map((column) => `'${column.name}'`).join(' | ');
}

/** What kysely lets an insert do: a default or null stands in for what is left out. */
function insertionOf(column: Column): 'forbidden' | 'optional' | 'required' {
  if (column.generated) return 'forbidden';
  return column.hasDefault || column.nullable ? 'optional' : 'required';
}
