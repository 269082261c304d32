/** Other programs for a composition: near to it, or with the same functions and steps of other kinds. */
import type { RandomStream } from '../../random.ts';
import { OtherTexts } from '../other-texts.ts';
import { drawArguments } from './arguments.ts';
import { drawPlainStep, drawShapeStep } from './draw-step.ts';
import { sourceOf, type TestedComposition } from './grading.ts';
import type { Composition, FunctionPlan } from './plan.ts';
import { variantsOf, withVariant } from './variants.ts';

const valuesCount = 4;

/** Up to so many programs that differ from the right one in a single thing, or in one step more. */
export function neighboursOf(tested: TestedComposition, count: number, random: RandomStream): string[] {
  const { composition, language } = tested;
  const texts = new OtherTexts(sourceOf(tested, language), count);
  const put = (other: Composition) => texts.put(sourceOf({ ...tested, composition: other }, language));
  const { functions } = composition;
  const variants = functions.flatMap((_, at) => variantsOf(composition, at));
  for (const variant of random.shuffle(variants).slice(0, 2 * count)) put(withVariant(composition, variant));
  while (!texts.isFull) {
    const at = random.int(0, functions.length - 1);
    const plan = functions[at]!;
    const more = drawPlainStep(plan.gives, drawArguments(plan.gives, [], valuesCount, random), random);
    put({ functions: functions.with(at, { ...plan, steps: [...plan.steps, more] }) });
  }
  return texts.all();
}

/** A program of functions that take and give the same, each in one step of a random kind. */
export function strangerTo(tested: TestedComposition, random: RandomStream): string {
  const functions = tested.composition.functions.map(({ takes, gives }): FunctionPlan => {
    const values = drawArguments(takes, [], valuesCount, random);
    const step =
      takes === gives ? drawPlainStep(takes, values, random) : drawShapeStep(takes, gives, values, random);
    return { takes, gives, steps: [step] };
  });
  return sourceOf({ ...tested, composition: { functions } }, tested.language);
}
