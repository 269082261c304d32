/** The function, worked out once for each object, which like what comes of it is never changed. */
export function remembered<Of extends object, Result extends object | string>(
  work: (of: Of) => Result,
): (of: Of) => Result {
  const known = new WeakMap<Of, Result>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found;
    const result = work(of);
    known.set(of, result);
    return result;
  };
}
