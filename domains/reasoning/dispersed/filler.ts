import type { RandomStream } from '../../random.ts';

const words = (text: string) => text.trim().split(/\s+/);

/** What can be said of a town's daily business; no word of it is a value, a property or a name of any vocabulary. */
const slots = {
  body: words('council committee board assembly bureau commission archive registry office delegation'),
  matter: words(
    'pavement drainage lighting parking signposts railings gutters kerbstones insulation plumbing scaffolding rooftops',
  ),
  weekday: words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
  month: words('January February March April June July August September October November December'),
  number: words('nine eleven twelve fifteen eighteen twenty thirty forty fifty sixty seventy ninety'),
  building: words('library station museum warehouse courthouse gymnasium chapel stadium hospital depot'),
  weather: words('rain fog frost mist drizzle hail thunder wind sleet snowfall'),
  paper: words('leaflet invoice timetable register brochure ledger memo newsletter questionnaire permit'),
  verdict: words(
    'postponed approved reviewed discussed archived printed corrected withdrawn translated summarised',
  ),
  part: words('entrance corridor staircase cellar attic courtyard balcony lobby doorway hallway'),
} as const;

type Slot = keyof typeof slots;

const patterns: readonly string[] = [
  'The {body} met on a {weekday} in {month}, and the matter of the {matter} was {verdict} once more',
  'There was {weather} on {number} days in {month}, which the {building} noted in its {paper}',
  'The {paper} of the {building} runs to {number} pages and was {verdict} in {month}',
  'Repairs to the {matter} near the {building} took {number} weeks and ended on a {weekday}',
  'After the {weather} of {month}, the {part} of the {building} stayed closed for {number} days',
  'The {paper} about the {matter} was {verdict} by the {body} without any further remark',
  'On {number} mornings in {month} the {building} opened late because of {weather}',
  'The {part} of the {building} is to be repainted in {month}, as the {body} announced on a {weekday}',
  'Nobody could say how many copies of the {paper} were {verdict}, but {number} is a common guess',
  'The {body} spent {number} minutes on the {matter} and the rest of the {weekday} on its {paper}',
  'Visitors to the {building} asked about the {matter} {number} times in {month} alone',
  'A second {paper}, {verdict} in {month}, mentions the {matter} only in a footnote',
  'Because of {weather}, the meeting of the {body} moved from the {building} to the {part} next door',
  'The {weekday} tour of the {building} now begins in the {part} and takes {number} minutes',
];

/** A sentence of no consequence, with its full stop. */
export function fillerSentence(random: RandomStream): string {
  const pattern = random.pick(patterns);
  return `${pattern.replace(/\{(\w+)\}/g, (_, slot: Slot) => random.pick(slots[slot]))}.`;
}
