import type { CalibrationResponse, Item } from './shapes.ts';

/** Responses of one skill by instance, in the order of the instances' names, each with its row phi(x). */
export function groupItems(
  responses: readonly CalibrationResponse[],
  rowOf: (features: CalibrationResponse['features']) => readonly number[],
  modelIndex: ReadonlyMap<string, number>,
): Item[] {
  const byInstance = Map.groupBy(responses, ({ instance }) => instance);
  return [...byInstance.keys()].sort().map((instance) => {
    const own = byInstance.get(instance)!;
    const answered = own
      .map(({ model, score }) => ({ model: modelIndex.get(model)!, score }))
      .sort((left, right) => left.model - right.model);
    const { features } = own[0]!;
    return {
      instance,
      features,
      row: rowOf(features),
      models: Uint16Array.from(answered, ({ model }) => model),
      scores: Float64Array.from(answered, ({ score }) => score),
    };
  });
}
