import { describe, expect, it } from 'vitest';
import { type DesignResponse, inspectDesign } from '../../../measurement/calibration/crossed-design.ts';

/** Every instance of both skills put to every model. */
function crossed(models: number, instances: number, kinds: number): DesignResponse[] {
  return ['x', 'y'].flatMap((skill) =>
    Array.from({ length: instances }, (_, i) =>
      Array.from({ length: models }, (_, m) => ({
        model: `m${m}`,
        kind: `k${m % kinds}`,
        skill,
        instance: `${skill}/${i}`,
      })),
    ).flat(),
  );
}

describe('a calibration design', () => {
  it('of 8 models of 3 kinds on 80 instances a skill lacks nothing', () => {
    expect(inspectDesign(['x', 'y'], crossed(8, 80, 3))).toMatchObject({
      instances: { x: 80, y: 80 },
      responses: 1280,
      holes: 0,
      shortfalls: [],
    });
  });

  it.each([
    ['models', crossed(7, 80, 3), /7 models/],
    ['instances', crossed(8, 79, 3), /79 instances/],
    ['kinds', crossed(8, 80, 2), /2 kinds/],
    ['responses', crossed(8, 80, 3).slice(1), /1 responses .* missing/],
  ])('that has too few %s says so', (_, responses, sentence) => {
    expect(inspectDesign(['x', 'y'], responses).shortfalls.join('; ')).toMatch(sentence);
  });

  it('bears holes as long as the models are linked through instances', () => {
    const responses = crossed(4, 20, 2).filter(
      ({ skill, model, instance }) =>
        skill === 'y' ||
        model < 'm2' === Number(instance.slice(2)) < 10 ||
        (model === 'm2' && instance === 'x/0'),
    );
    expect(inspectDesign(['x', 'y'], responses).holes).toBe(39);
    const apart = responses.filter(({ model, instance }) => model !== 'm2' || instance !== 'x/0');
    expect(() => inspectDesign(['x', 'y'], apart)).toThrow(/m0 and m2 are linked by no instances of skill x/);
  });

  it('is refused where a model or everybody left a skill out, or where a model has two kinds', () => {
    const full = crossed(3, 5, 1);
    const without = full.filter(({ skill, model }) => skill !== 'y' || model !== 'm1');
    expect(() => inspectDesign(['x', 'y'], without)).toThrow(/m1 has answered nothing of skill y/);
    expect(() => inspectDesign(['x', 'y', 'z'], full)).toThrow(/no responses of skill z/);
    expect(() => inspectDesign(['x'], [...full, { ...full[0]!, kind: 'other' }])).toThrow(
      /kind k0 and of kind other/,
    );
  });
});
