"""What is unusual: strategies of greater weight have at least half of all weight."""


def is_unusual(weights: dict, strategy: object) -> bool:
    """A strategy that is not known weighs nothing."""
    own = weights.get(strategy, 0)
    above = sum(weight for weight in weights.values() if weight > own)
    return 2 * above >= sum(weights.values())
