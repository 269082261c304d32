import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FamilyTracker, type TrackingState } from '../../workflows/family-tracker.ts';

type Message =
  | { readonly kind: 'register' | 'configure'; readonly everyMs: number }
  | { readonly kind: 'registrationTried' | 'poke' | 'pollNow' | 'startPoll' | 'endPoll' | 'carry' }
  | { readonly kind: 'set'; readonly state: TrackingState };

const everyMs = fc.integer({ min: 1_000, max: 86_400_000 });
const messageArbitrary: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constantFrom('register' as const, 'configure' as const), everyMs }),
  fc.record({ kind: fc.constantFrom('registrationTried' as const, 'carry' as const) }),
  fc.record({
    kind: fc.constantFrom('poke' as const, 'pollNow' as const, 'startPoll' as const, 'endPoll' as const),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    state: fc.constantFrom<TrackingState>('active', 'paused', 'stopped'),
  }),
);
const inputArbitrary = fc.record({
  slug: fc.constant('f'),
  tracking: fc.option(
    fc.record({ everyMs, state: fc.constantFrom<TrackingState>('active', 'paused', 'stopped') }),
  ),
});

/** What the tracker should be, kept in the plainest way: a list of the polls that are owed an answer. */
class Model {
  tracking: { everyMs: number; state: TrackingState } | null;
  tried = 0;
  running = false;
  pollsDone = 0;
  owed: { readonly ticket: number; readonly pollsToCome: number }[] = [];
  wanted = false;
  constructor(tracking: Model['tracking']) {
    this.tracking = tracking === null ? null : { ...tracking };
  }
}

function apply(message: Message, tracker: FamilyTracker, model: Model): FamilyTracker {
  switch (message.kind) {
    case 'register':
      tracker.register(message.everyMs);
      model.tracking = { everyMs: message.everyMs, state: 'active' };
      model.wanted = true;
      break;
    case 'configure':
      tracker.configure(message.everyMs);
      if (model.tracking) model.tracking.everyMs = message.everyMs;
      model.wanted = true;
      break;
    case 'set':
      tracker.set(message.state);
      if (model.tracking) model.tracking.state = message.state;
      if (message.state === 'active') model.wanted = true;
      break;
    case 'registrationTried':
      tracker.registrationTried();
      model.tried++;
      break;
    case 'poke':
      tracker.poke();
      model.wanted = true;
      break;
    case 'pollNow':
      model.owed.push({
        ticket: tracker.pokeAfterRunning(model.running),
        pollsToCome: model.running ? 2 : 1,
      });
      model.wanted = true;
      break;
    case 'startPoll':
      model.running = true;
      break;
    case 'endPoll':
      endPoll(tracker, model);
      break;
    case 'carry':
      return carried(tracker, model);
  }
  return tracker;
}

function endPoll(tracker: FamilyTracker, model: Model): void {
  if (!model.running) return;
  tracker.polled({ found: model.pollsDone, started: 0, error: null });
  model.running = false;
  model.pollsDone++;
  for (const { ticket, pollsToCome } of model.owed) {
    expect(tracker.answered(ticket)).toBe(pollsToCome <= 1);
  }
  model.owed = model.owed
    .filter(({ pollsToCome }) => pollsToCome > 1)
    .map(({ ticket, pollsToCome }) => ({ ticket, pollsToCome: pollsToCome - 1 }));
  model.wanted = model.owed.length > 0;
}

/** A new run of the workflow begins only when no poll runs and none is owed. */
function carried(tracker: FamilyTracker, model: Model): FamilyTracker {
  if (model.running || model.owed.length > 0) return tracker;
  const next = new Model(model.tracking);
  Object.assign(model, next);
  return new FamilyTracker(JSON.parse(JSON.stringify(tracker.carry())) as ReturnType<FamilyTracker['carry']>);
}

describe('a tracker', () => {
  it('keeps its state and owes every poll that was asked for, after any messages in any order', () => {
    fc.assert(
      fc.property(inputArbitrary, fc.array(messageArbitrary, { maxLength: 40 }), (input, messages) => {
        let tracker = new FamilyTracker(input);
        const model = new Model(input.tracking);
        for (const message of messages) {
          tracker = apply(message, tracker, model);
          expect(tracker.registered).toBe(model.tracking !== null);
          expect(tracker.decided).toBe(model.tracking !== null || model.tried > 0);
          expect(tracker.state).toBe(model.tracking?.state ?? 'stopped');
          expect(tracker.everyMs).toBe(model.tracking?.everyMs ?? 0);
          expect(tracker.pollWanted).toBe(model.wanted);
          for (const { ticket } of model.owed) expect(tracker.answered(ticket)).toBe(false);
          const lastPoll =
            model.pollsDone === 0 ? null : { found: model.pollsDone - 1, started: 0, error: null };
          expect(tracker.view()).toEqual({
            slug: 'f',
            state: tracker.state,
            everyMs: tracker.everyMs,
            pollsDone: model.pollsDone,
            lastPoll,
          });
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not change the input that it was made from', () => {
    const input = { slug: 'f', tracking: { everyMs: 1_000, state: 'active' as const } };
    const tracker = new FamilyTracker(input);
    tracker.set('paused');
    tracker.configure(5_000);
    expect(input.tracking).toEqual({ everyMs: 1_000, state: 'active' });
  });
});
