import type { Db } from '../schema/database.ts';
import { type Family, findFamily, listFamilies } from '../schema/families.ts';

/** An order that was understood and refused; the message is for the person who gave it. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The family of this name. Throws `OrderRefused` that says which there are. */
export async function requireFamily(db: Db, slug: string): Promise<Family> {
  const family = await findFamily(db, slug);
  if (family) return family;
  const known = (await listFamilies(db)).map((candidate) => candidate.slug);
  const hint = known.length === 0 ? 'none is registered yet' : `there is ${known.join(', ')}`;
  throw new OrderRefused('FamilyNotFound', `there is no family ${slug}; ${hint}`);
}
