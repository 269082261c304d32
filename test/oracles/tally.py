"""What the checks of one skill found."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts checks by kind; a check that is too large to be made is counted apart and is no agreement."""

    skill: str
    instances: int = 0
    checks: dict[str, int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)
    seed: str = ""

    def check(self, kind: str, agrees: bool | None, detail: object = "") -> None:
        """Notes the outcome of a check: None says that it could not be decided within its limits."""
        if agrees is None:
            self.undecided[kind] = self.undecided.get(kind, 0) + 1
            return
        self.checks[kind] = self.checks.get(kind, 0) + 1
        if not agrees:
            self.disagreements.append(f"{self.skill} {self.seed}: {kind}: {detail}")
