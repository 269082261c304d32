import { randomBytes } from 'node:crypto';
import { findSkill } from '../domains/catalogue.ts';
import { judgePrompt, type Material, materialOf, readVerdict } from '../domains/judging.ts';
import { SecretError } from '../http/secrets.ts';
import { type InferenceAnswer, ProviderError } from '../providers/contract.ts';
import { failedCallsMax } from '../schema/attempts.ts';
import type { Db } from '../schema/database.ts';
import * as judges from '../schema/judges.ts';
import { withHeartbeats } from './heartbeat.ts';
import type { InferenceDependencies } from './inference.ts';
import {
  type CallFailure,
  keptAnswer,
  laterFailure,
  recordedCall,
  recordFailure,
  settled,
  untilKept,
} from './recorded-call.ts';

/** Random bits that nobody can guess. */
const nonceBytes = 16;

export function createJudging({ db, connect, heartbeatTimeoutMs }: InferenceDependencies) {
  /**
   * Puts a round's answers that are whole, as far as a program can tell, to every judge of the session's panel, and
   * anchors a second time. Every call is counted before it is sent and every verdict kept as it arrives; what is still open afterwards
   * makes the activity fail retryably. A judge that fails too often, or for good, is given up on. Safe to run twice:
   * who has judged an answer is not asked again.
   */
  async function judgeAnswers(sessionId: number, round: number): Promise<{ asked: number }> {
    return await withHeartbeats(heartbeatTimeoutMs, async (signal) => {
      const panel = new Map((await judges.panelJudges(db, sessionId)).map((judge) => [judge.judgeId, judge]));
      const open = await openVerdicts(db, sessionId, round);
      const failures = await settled(
        open.map((missing) => ask(missing, panel.get(missing.judgeId)!, signal)),
      );
      const left = await openVerdicts(db, sessionId, round);
      if (left.length > 0) {
        const strikes = Math.max(...left.map((missing) => missing.strikes));
        throw laterFailure(`${left.length} of ${open.length} verdicts are missing`, failures, strikes);
      }
      return { asked: open.length };
    });
  }

  /** Null when the judge gave its verdict. */
  async function ask(
    missing: OpenVerdict,
    judge: judges.PanelJudge,
    signal: AbortSignal,
  ): Promise<ProviderError | null> {
    const { taskId, judgeId, occasion, material, callsMade } = missing;
    const nonce = randomBytes(nonceBytes).toString('hex');
    const count = () => judges.insertJudgeCall(db, { taskId, judgeId, occasion, call: callsMade + 1, nonce });
    const fail = (callId: number, failure: CallFailure) =>
      recordFailure(db, judges.insertJudgeFailure, { callId, endpointId: judge.endpointId }, failure);
    let connection: ReturnType<typeof connect>;
    try {
      connection = connect(judge);
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      // Nothing was sent, but the rows must say why this judge has no verdict.
      await fail(await count(), {
        code: 'KeyRefused',
        status: null,
        message: error.message,
        retryAfterMs: null,
      });
      return null;
    }
    const { provider, limiter } = connection;
    if (judge.notBefore) limiter.coolDownUntil(judge.notBefore.getTime());
    return await recordedCall({
      provider,
      limiter,
      request: {
        model: judge.model,
        messages: [{ role: 'user', content: judgePrompt(material, nonce) }],
        maxTokens: judge.maxTokens,
        temperature: 0,
        seed: Number.parseInt(nonce.slice(0, 7), 16),
        signal,
      },
      count,
      keep: (callId, answer) => keepVerdict(missing, judge, nonce, callId, answer),
      fail,
    });
  }

  async function keepVerdict(
    { taskId, judgeId, occasion, material }: OpenVerdict,
    judge: judges.PanelJudge,
    nonce: string,
    callId: number,
    answer: InferenceAnswer,
  ): Promise<void> {
    const verdict = readVerdict(answer.text, material.questions, nonce);
    if (verdict === null) {
      throw new ProviderError('Unavailable', `The judge ${judge.name} gave no verdict that can be read.`);
    }
    const votes = Object.entries(verdict).map(([criterion, yes]) => ({
      task_id: taskId,
      criterion,
      rater: judge.name,
      rater_kind: 'judge' as const,
      occasion,
      score: yes ? 1 : 0,
      score_max: 1,
      sheet_id: null,
    }));
    await untilKept(() =>
      judges.insertVotes(
        db,
        {
          task_id: taskId,
          judge_id: judgeId,
          occasion,
          ...keptAnswer(callId, answer),
        },
        votes,
      ),
    );
  }

  return { judgeAnswers };
}

type OpenVerdict = judges.MissingVerdict & { readonly material: Material };

/** Verdicts that are still worth asking for: of answers that judges read, by judges that are not given up on. */
async function openVerdicts(db: Db, sessionId: number, round: number): Promise<OpenVerdict[]> {
  const missing = await judges.missingVerdicts(db, sessionId, round);
  return missing.flatMap((verdict) => {
    if (verdict.refused || verdict.strikes >= failedCallsMax) return [];
    const { skill } = findSkill(`${verdict.domain}/${verdict.skill}`);
    const cut = verdict.finishReason === 'length' || verdict.finishReason === 'timed-out';
    const material = materialOf(skill, verdict.reference, verdict.text, cut);
    return material === null ? [] : [{ ...verdict, material }];
  });
}
