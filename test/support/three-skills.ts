import { withSkills } from '../../client/chosen-skills.ts';
import { reasoning as whole } from '../../domains/reasoning/index.ts';

/** The skills that `reasoning@1` measures, so that tests of a calibration do not grow with the domain. */
export const threeSkills = 'B1,B2,B5';

export const reasoning = withSkills(whole, threeSkills);
