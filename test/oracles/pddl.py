"""PDDL 2.1 with types, negative conditions and numeric fluents, carried out in plain Python."""

import itertools
import re
from collections.abc import Iterable
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
        self.schemas = {part[1]: part for part in _sections(_read(domain), ":action")}
        sections = {part[0]: part for part in _read(problem)[1:]}
        self.objects = _typed(sections[":objects"][1:])
        init = sections[":init"][1:]
        values = {tuple(fact[1]): int(fact[2]) for fact in init if fact[0] == "="}
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
        if schema is None:
            return None
        parameters = _typed(schema[schema.index(":parameters") + 1])
        if len(objects) != len(parameters):
            return None
        if any(self.objects.get(one) != kind for one, kind in zip(objects, parameters.values(), strict=True)):
            return None
        names = dict(zip(parameters, objects, strict=True))
        needs = _literals(_bind(schema[schema.index(":precondition") + 1], names))
        effects = _literals(_bind(schema[schema.index(":effect") + 1], names))
        return Action(
            (name, *objects),
            frozenset(needs.holds),
            frozenset(needs.denied),
            tuple((sign, left, right) for sign, left, right in needs.numeric),
            frozenset(effects.holds),
            frozenset(effects.denied),
            tuple((kind, tuple(term), amount) for kind, term, amount in effects.numeric),
        )

    def actions(self) -> list[Action]:
        """Every action that the facts which never change allow."""
        made = [_literals(schema[schema.index(":effect") + 1]) for schema in self.schemas.values()]
        changing = {atom[0] for one in made for atom in [*one.holds, *one.denied]}
        found = []
        for name, schema in self.schemas.items():
            kinds = _typed(schema[schema.index(":parameters") + 1]).values()
            choices = [[one for one, kind in self.objects.items() if kind == wanted] for wanted in kinds]
            for objects in itertools.product(*choices):
                action = self.bound((name, *objects))
                static = {atom for atom in action.needs if atom[0] not in changing}
                if static <= self.start.facts and not action.needs & action.forbids:
                    found.append(action)
        return found

    def reached(self, state: State) -> bool:
        values = dict(state.values)
        return (
            self.goal.holds <= state.facts
            and not self.goal.denied & state.facts
            and all(_compare(sign, _amount(left, values), _amount(right, values)) for sign, left, right in self.goal.numeric)
        )

    def run(self, steps: Iterable[Iterable[str]], start: State | None = None) -> State | None:
        """The state after the steps; None when one of them cannot be carried out."""
        state = start or self.start
        for words in steps:
            action = self.bound(words)
            if action is None or not applicable(action, state):
                return None
            state = after(action, state)
        return state

    def fewest_steps(self, states_most: int, start: State | None = None) -> int | None | str:
        """The length of a shortest plan, None when there is none, "unknown" beyond so many states."""
        first = start or self.start
        actions = self.actions()
        seen, layer, steps = {first}, [first], 0
        while layer:
            if any(map(self.reached, layer)):
                return steps
            following = []
            for state in layer:
                for action in actions:
                    if not applicable(action, state):
                        continue
                    reached = after(action, state)
                    if reached not in seen:
                        seen.add(reached)
                        following.append(reached)
                if len(seen) > states_most:
                    return "unknown"
            layer, steps = following, steps + 1
        return None


def applicable(action: Action, state: State) -> bool:
    if not action.needs <= state.facts or action.forbids & state.facts:
        return False
    values = dict(state.values) if action.conditions else {}
    return all(_compare(sign, _amount(left, values), _amount(right, values)) for sign, left, right in action.conditions)


def after(action: Action, state: State) -> State:
    facts = (state.facts - action.deletes) | action.adds
    if not action.changes:
        return State(facts, state.values)
    before = dict(state.values)
    values = dict(before)
    for kind, term, amount in action.changes:
        by = _amount(amount, before)
        values[term] = {"assign": by, "increase": before[term] + by, "decrease": before[term] - by}[kind]
    return State(facts, tuple(sorted(values.items())))


def plan_of(text: str) -> list[Atom]:
    return [tuple(line.strip("()").split()) for line in text.splitlines() if line.strip()]


@dataclass
class _Literals:
    holds: set[Atom]
    denied: set[Atom]
    numeric: list[tuple[str, Expression, Expression]]


def _literals(expression: Expression) -> _Literals:
    found = _Literals(set(), set(), [])
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
