"""Money (or quota) that reading costs, by month: never more than was declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from collectors.declaration import Price
    from collectors.state import StateFile


class BudgetSpent(Exception):  # noqa: N818 - what it says reads better
    """The month's budget would be passed."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Spending is noted on disk before the records are asked for: a crash never hides a cost."""

    state: StateFile
    price: Price | None
    monthly: float
    clock: Callable[[], datetime]

    def spend(self, records: int) -> None:
        """Note the cost of so many records; BudgetSpent when it would pass the month's ceiling."""
        if self.price is None:
            return
        month, cost = f"{self.clock():%Y-%m}", records * self.price.per_record
        spent = self.state.spent(month)
        if spent + cost > self.monthly:
            unit = self.price.unit
            raise BudgetSpent(
                f"{spent:.2f} {unit} of {self.monthly:.2f} {unit} are spent this month: "
                "raise monthly_budget in sources.yml, or wait for the next month"
            )
        self.state.spend(month, cost)

    def room(self) -> int | None:
        """How many records the rest of the month's money reads; None where reading is free."""
        if self.price is None:
            return None
        left = self.monthly - self.state.spent(f"{self.clock():%Y-%m}")
        return max(0, int(left / self.price.per_record + 1e-9))
