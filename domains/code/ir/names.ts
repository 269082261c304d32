/** Words that mean something in JavaScript or Python already, and the names that their built-in things have. */
export const reservedWords: ReadonlySet<string> = new Set(
  `abstract all and any arguments array arrow as assert async await bigint bool boolean break bytes callable case catch
  chr class compile complex console const constructor continue date debugger def default del delete dict dir divmod do
  elif else enum enumerate error eval except exec export extends false filter finally float for format from frozenset
  function get getattr global hash help hex id if implements import in infinity input instanceof int interface
  is isinstance iter json keys lambda len let list locals map match math max memoryview min module nan
  new next none nonlocal not null number object oct open or ord package pass pow print private property
  protected proxy prototype public push raise range reflect repr require return reversed round self set slice slot
  sorted static str string sum super switch symbol this throw true try tuple type typeof undefined values var vars
  void while with window yield zip`.split(/\s+/),
);

/** `stock_level` becomes `stockLevel`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
