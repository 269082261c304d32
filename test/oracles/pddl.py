"""PDDL 2.1 with types, negative conditions and numeric fluents, carried out in plain Python."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Atom = tuple[str, ...]
Expression = list  # nested lists of words


@dataclass(frozen=True)
class State:
    facts: frozenset[Atom]
    values: tuple[tuple[Atom, int], ...]


@dataclass(frozen=True)
class Action:
    """An action with objects in place of its parameters."""

    words: Atom
    needs: frozenset[Atom]
    forbids: frozenset[Atom]
    conditions: tuple[tuple[str, Expression, Expression], ...]
    adds: frozenset[Atom]
    deletes: frozenset[Atom]
    changes: tuple[tuple[str, Atom, Expression], ...]


class Problem:
    def __init__(self, domain: str, problem: str):
        self.schemas = {part[1]: Schema(part) for part in _sections(_read(domain), ":action")}
        sections = {part[0]: part for part in _read(problem)[1:]}
        self.objects = _typed(sections[":objects"][1:])
        init = sections[":init"][1:]
        values = {tuple(fact[1]): int(fact[2]) for fact in init if fact[0] == "="}
        self._actions: list[Action] | None = None
        self.start = State(
            frozenset(tuple(fact) for fact in init if fact[0] != "="), tuple(sorted(values.items()))
        )
        self.goal = _literals(sections[":goal"][1])

    def with_value(self, term: Atom, value: int) -> State:
        """The start with another value of a fluent."""
        values = dict(self.start.values)
        values[term] = value
        return State(self.start.facts, tuple(sorted(values.items())))

    def bound(self, words: Iterable[str]) -> Action | None:
        """The action of these words; None when there is none of that name or its objects have other types."""
        name, *objects = words
        schema = self.schemas.get(name)
        if schema is None or [self.objects.get(one) for one in objects] != [*schema.parameters.values()]:
            return None
        names = dict(zip(schema.parameters, objects, strict=True))
        needs, effects = schema.needs.bound(names), schema.effects.bound(names)
        return Action(
            (name, *objects),
            frozenset(needs.holds),
            frozenset(needs.denied),
            tuple(needs.numeric),
            frozenset(effects.holds),
            frozenset(effects.denied),
            tuple((kind, tuple(term), amount) for kind, term, amount in effects.numeric),
        )

    def actions(self) -> list[Action]:
        """Every action that the facts which never change allow."""
        if self._actions is None:
            self._actions = self._grounded()
        return self._actions

    def _grounded(self) -> list[Action]:
        changing = {
            atom[0] for schema in self.schemas.values() for atom in [*schema.effects.holds, *schema.effects.denied]
        }
        found = []
        for name, schema in self.schemas.items():
            static = [atom for atom in schema.needs.holds if atom[0] not in changing]
            for objects in self._choices(schema, static, {}):
                action = self.bound((name, *objects))
                if not action.needs & action.forbids:
                    found.append(action)
        return found

    def _choices(self, schema: "Schema", static: list[Atom], names: dict[str, str]) -> Iterator[list[str]]:
        """Objects for the parameters, one after another, as far as the facts that never change allow."""
        if len(names) == len(schema.parameters):
            yield [*names.values()]
            return
        parameter, kind = [*schema.parameters.items()][len(names)]
        for one in (name for name, its in self.objects.items() if its == kind):
            longer = {**names, parameter: one}
            known = [atom for atom in static if all(part in longer or part[0] != "?" for part in atom[1:])]
            if all(tuple(longer.get(part, part) for part in atom) in self.start.facts for atom in known):
                yield from self._choices(schema, static, longer)

    def reached(self, state: State) -> bool:
        unmet = self.goal.holds - state.facts or self.goal.denied & state.facts
        return not unmet and _hold(self.goal.numeric, dict(state.values))

    def run(self, steps: Iterable[Iterable[str]], start: State | None = None) -> State | None:
        """The state after the steps; None when one of them cannot be carried out."""
        state = start or self.start
        for words in steps:
            action = self.bound(words)
            if action is None or not applicable(action, state):
                return None
            state = after(action, state)
        return state

    def attainable(self, without: frozenset[Atom] = frozenset()) -> frozenset[Atom]:
        """Facts that could come true if nothing ever became false again, and amounts did not matter.

        `without` are facts that no action may make true. What is not among these can never come true.
        """
        actions = [action for action in self.actions() if not action.adds & without]
        facts, before = self.start.facts, None
        while facts != before:
            before = facts
            facts = facts.union(*(action.adds for action in actions if action.needs <= facts))
        return facts


Compact = tuple[int, tuple[int, ...]]


class Search:
    """States of a problem as numbers: a bit for each fact, beside them the values of the fluents."""

    def __init__(self, problem: Problem):
        self._problem = problem
        self._terms = [term for term, _ in problem.start.values]
        self._bits: dict[Atom, int] = {}
        self._actions = [
            (
                action,
                self.bits(action.needs),
                self.bits(action.forbids),
                self.bits(action.adds),
                ~self.bits(action.deletes - action.adds),
            )
            for action in problem.actions()
        ]
        self.start = self._compact(problem.start)

    def bits(self, facts: Iterable[Atom]) -> int:
        return sum({self._bits.setdefault(fact, 1 << len(self._bits)) for fact in facts})

    def successors(self, state: Compact) -> Iterator[tuple[Action, Compact]]:
        facts, values = state
        for action, needs, forbids, adds, kept in self._actions:
            if facts & needs != needs or facts & forbids:
                continue
            if not action.conditions and not action.changes:
                yield action, ((facts | adds) & kept, values)
                continue
            before = dict(zip(self._terms, values, strict=True))
            if not _hold(action.conditions, before):
                continue
            later = _changed(action, before)
            yield action, ((facts | adds) & kept, tuple(later[term] for term in self._terms))

    def reached(self, state: Compact, goal: "Literals | None" = None) -> bool:
        goal = goal or self._problem.goal
        holds = self.bits(goal.holds)
        if state[0] & holds != holds or state[0] & self.bits(goal.denied):
            return False
        return not goal.numeric or _hold(goal.numeric, dict(zip(self._terms, state[1], strict=True)))

    def fewest_steps(
        self,
        states_most: int,
        start: State | None = None,
        without: frozenset[Atom] = frozenset(),
        goal: "Literals | None" = None,
    ) -> int | None | str:
        """The length of a shortest plan, None when there is none, "unknown" beyond so many states.

        `without` are facts that no action of the plan may make true.
        """
        first = self.start if start is None else self._compact(start)
        seen, layer, steps = {first}, [first], 0
        while layer:
            if any(self.reached(state, goal) for state in layer):
                return steps
            following = []
            for state in layer:
                for action, reached in self.successors(state):
                    if reached not in seen and not action.adds & without:
                        seen.add(reached)
                        following.append(reached)
                if len(seen) > states_most:
                    return "unknown"
            layer, steps = following, steps + 1
        return None

    def _compact(self, state: State) -> Compact:
        return self.bits(state.facts), tuple(value for _, value in state.values)


def applicable(action: Action, state: State) -> bool:
    unmet = action.needs - state.facts or action.forbids & state.facts
    return not unmet and _hold(action.conditions, dict(state.values))


def after(action: Action, state: State) -> State:
    values = _changed(action, dict(state.values))
    return State((state.facts - action.deletes) | action.adds, tuple(sorted(values.items())))


def _changed(action: Action, before: dict[Atom, int]) -> dict[Atom, int]:
    """The values after an action, all amounts taken from before it."""
    values = dict(before)
    for kind, term, amount in action.changes:
        by = _amount(amount, before)
        values[term] = {"assign": by, "increase": before[term] + by, "decrease": before[term] - by}[kind]
    return values


def plan_of(text: str) -> list[Atom]:
    return [tuple(line.strip("()").split()) for line in text.splitlines() if line.strip()]


@dataclass
class Literals:
    holds: set[Atom]
    denied: set[Atom]
    numeric: list[tuple[str, Expression, Expression]]

    def bound(self, names: dict[str, str]) -> "Literals":
        """The same of objects in place of parameters."""
        return Literals(
            {tuple(names.get(word, word) for word in atom) for atom in self.holds},
            {tuple(names.get(word, word) for word in atom) for atom in self.denied},
            [(sign, _bind(left, names), _bind(right, names)) for sign, left, right in self.numeric],
        )


class Schema:
    """An action as the domain has it, of parameters."""

    def __init__(self, expression: Expression):
        parts = dict(zip(expression[2::2], expression[3::2], strict=True))
        self.parameters = _typed(parts[":parameters"])
        self.needs = _literals(parts[":precondition"])
        self.effects = _literals(parts[":effect"])


def _literals(expression: Expression) -> Literals:
    found = Literals(set(), set(), [])
    for part in expression[1:] if expression and expression[0] == "and" else [expression]:
        if not part:
            continue
        if part[0] == "not":
            found.denied.add(tuple(part[1]))
        elif part[0] in (">=", "<=", "=", ">", "<", "increase", "decrease", "assign"):
            found.numeric.append((part[0], part[1], part[2]))
        else:
            found.holds.add(tuple(part))
    return found


def _hold(conditions: Iterable[tuple[str, Expression, Expression]], values: dict[Atom, int]) -> bool:
    return all(_compare(sign, _amount(left, values), _amount(right, values)) for sign, left, right in conditions)


def _amount(expression: Expression | str, values: dict[Atom, int]) -> int:
    return int(expression) if isinstance(expression, str) else values[tuple(expression)]


def _compare(sign: str, left: int, right: int) -> bool:
    return {">=": left >= right, "<=": left <= right, "=": left == right, ">": left > right, "<": left < right}[sign]


def _bind(expression: Expression | str, names: dict[str, str]) -> Expression | str:
    if isinstance(expression, str):
        return names.get(expression, expression)
    return [_bind(part, names) for part in expression]


def _typed(words: list[str]) -> dict[str, str]:
    """`a b - kind c - other` as kinds by name."""
    kinds, waiting = {}, []
    rest = iter(words)
    for word in rest:
        if word == "-":
            kind = next(rest)
            kinds |= dict.fromkeys(waiting, kind)
            waiting = []
        else:
            waiting.append(word)
    return kinds


def _sections(expressions: Expression, head: str) -> list[Expression]:
    return [part for part in expressions if isinstance(part, list) and part and part[0] == head]


def _read(text: str) -> Expression:
    """A nested list of words; comments end with their line."""
    stack: list[Expression] = [[]]
    for word in re.findall(r"[()]|[^\s()]+", re.sub(r";.*", "", text)):
        if word == "(":
            stack.append([])
        elif word == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(word)
    return stack[0][0]
