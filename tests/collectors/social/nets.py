"""What collectors reach the world with, when nobody waits."""

from datetime import UTC, datetime

from collectors.budget import Budget
from collectors.config import configure
from collectors.net import Http, Net, client
from collectors.patience import Patience
from collectors.state import StateFile

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def net(tmp_path, *, price=None, monthly=0.0, once=True, idle=0.3, slept=None):
    """A net with a clock that stands still; `slept` takes the waits that were asked for."""
    waits = [] if slept is None else slept
    patience = Patience(lambda: NOW, waits.append, lambda: 0.5)
    budget = Budget(StateFile(tmp_path / "state.json"), price, monthly, lambda: NOW)
    return Net(Http(client(), patience), patience, budget, once=once, idle=idle)


def collected(source, given, net, cursor=None):
    """All pages of one round."""
    with net.http.client:
        return list(source.collect(net, configure(source, given, "sources.yml", {}), cursor or {}))


def bodies(pages):
    return [document.body for page in pages for document in page.documents]
