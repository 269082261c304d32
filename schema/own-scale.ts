import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** What the suite of an efficiency row's protocol scores the row's domain on; joined by commas for `overall`. */
const ownScale = sql<string>`(
  select string_agg(part ->> 'domain' || '@' || (part ->> 'scaleVersion'), ',' order by place)
  from protocols as own_protocol
  join suites as own_suite on own_suite.id = own_protocol.suite_id
  cross join jsonb_array_elements(own_suite.content -> 'domains') with ordinality as parts (part, place)
  where own_protocol.id = efficiencies.protocol_id
    and efficiencies.domain in ('overall', part ->> 'domain'))`;

/**
 * Holds for the rows of `efficiencies` that a reader wants where a series has been scored on several scales: those on
 * the suite's own, or, with the name of another, those that its domain has on that one.
 */
export function onScales(other: string | undefined): RawBuilder<SqlBool> {
  if (other === undefined) return sql<SqlBool>`efficiencies.scale = ${ownScale}`;
  const domain = other.split('@')[0];
  return sql<SqlBool>`case efficiencies.domain
    when 'overall' then ${other} = any (string_to_array(efficiencies.scale, ','))
    when ${domain} then efficiencies.scale = ${other}
    else efficiencies.scale = ${ownScale} end`;
}
