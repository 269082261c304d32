/**
 * Asks for looks at families without waiting for them. While a look at a family is awaited, whatever else is
 * asked for that family becomes one more look after it, so that many deliveries cost few orders.
 */
export function looksAt(
  poll: (slug: string) => Promise<unknown>,
  onFailure: (slug: string, error: unknown) => void,
) {
  const awaited = new Map<string, { again: boolean }>();

  async function look(slug: string): Promise<void> {
    const state = { again: true };
    awaited.set(slug, state);
    while (state.again) {
      state.again = false;
      await poll(slug).catch((error: unknown) => onFailure(slug, error));
    }
    awaited.delete(slug);
  }

  return (slug: string): void => {
    const state = awaited.get(slug);
    if (state !== undefined) state.again = true;
    else void look(slug);
  };
}
