import type {
  AnswerTable,
  CallFailureTable,
  GradeTable,
  InferenceCallTable,
  TaskTable,
} from './tables/attempts.ts';
import type { EvaluationTable, OpeningTable, SessionTable } from './tables/evaluations.ts';
import type { JudgeAnswerTable, JudgeCallTable, JudgeTable, PanelTable } from './tables/judges.ts';
import type { ExpectationTable, NotebookTable, PracticeBlockTable } from './tables/practice.ts';
import type { FamilyProtocolTable, ProtocolTable, ScaleTable, SuiteTable } from './tables/protocols.ts';
import type {
  RatingExportTable,
  RatingResponseTable,
  RatingRowTable,
  RatingSheetTable,
  RatingTable,
} from './tables/ratings.ts';
import type { CheckpointPlaceTable, CheckpointTable, EndpointTable, FamilyTable } from './tables/register.ts';
import type { AbilityTable, BaselineTable, ChangeTable, EfficiencyTable } from './tables/results.ts';
import type { ServingTable } from './tables/servings.ts';

/** Types of the tables that `migrations/` create, column for column; a test compares the two. */
export interface Database {
  endpoints: EndpointTable;
  families: FamilyTable;
  checkpoints: CheckpointTable;
  checkpoint_places: CheckpointPlaceTable;
  scales: ScaleTable;
  suites: SuiteTable;
  protocols: ProtocolTable;
  family_protocols: FamilyProtocolTable;
  evaluations: EvaluationTable;
  openings: OpeningTable;
  servings: ServingTable;
  sessions: SessionTable;
  tasks: TaskTable;
  inference_calls: InferenceCallTable;
  call_failures: CallFailureTable;
  answers: AnswerTable;
  grades: GradeTable;
  rating_exports: RatingExportTable;
  rating_responses: RatingResponseTable;
  rating_sheets: RatingSheetTable;
  rating_rows: RatingRowTable;
  ratings: RatingTable;
  judges: JudgeTable;
  panels: PanelTable;
  judge_calls: JudgeCallTable;
  judge_call_failures: CallFailureTable;
  judge_answers: JudgeAnswerTable;
  notebooks: NotebookTable;
  practice_blocks: PracticeBlockTable;
  expectations: ExpectationTable;
  abilities: AbilityTable;
  baselines: BaselineTable;
  efficiencies: EfficiencyTable;
  changes: ChangeTable;
}
