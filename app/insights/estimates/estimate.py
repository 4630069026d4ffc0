"""A figure with its uncertainty, or with what is missing to compute it."""

from dataclasses import dataclass
from math import isfinite
from typing import NoReturn, Self


class FigureMissing(ValueError):
    """Somebody asked for the value of a figure that cannot be computed."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval and its n, or no value and the names of what is missing.

    Low and high are None for a plain ratio of counts. It has no truth value and, when something is missing, no number,
    so it cannot pass for 0. Raises ValueError when value and missing contradict each other or low and high enclose no
    value.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.missing):
            raise ValueError("an estimate has either a value or something missing")
        if (self.low is None) != (self.high is None) or (self.value is None and self.low is not None):
            raise ValueError("an interval has two ends and a value between them")
        if self.value is not None and not self._encloses(self.value):
            raise ValueError("an estimate is finite and lies in its interval")

    def _encloses(self, value: float) -> bool:
        if self.low is None or self.high is None:
            return isfinite(value)
        return isfinite(self.low) and isfinite(self.high) and self.low <= value <= self.high

    def __bool__(self) -> NoReturn:
        raise TypeError("an estimate is neither true nor false: ask whether it is known")

    def __float__(self) -> float:
        return self.known_value

    @classmethod
    def unknown(cls, *missing: str, n: int = 0) -> Self:
        """An estimate that cannot be computed for want of what is named."""
        return cls(None, None, None, n, missing)

    @classmethod
    def plain(cls, value: float, n: int) -> Self:
        """A ratio of counts, which has no interval."""
        return cls(value, None, None, n)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def known_value(self) -> float:
        """The value; raises FigureMissing, naming what is missing, when there is none."""
        if self.value is None:
            raise FigureMissing(", ".join(self.missing))
        return self.value

    def scaled(self, factor: float) -> "Estimate":
        """The estimate times a number that is known exactly."""
        return self._mapped(factor, 0.0)

    def shifted(self, amount: float) -> "Estimate":
        """The estimate plus a number that is known exactly."""
        return self._mapped(1.0, amount)

    def _mapped(self, factor: float, amount: float) -> "Estimate":
        if self.value is None:
            return self
        value = self.value * factor + amount
        if self.low is None or self.high is None:
            return Estimate(value, None, None, self.n)
        low, high = sorted((self.low * factor + amount, self.high * factor + amount))
        return Estimate(value, low, high, self.n)
