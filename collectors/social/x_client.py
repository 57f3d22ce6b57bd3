"""X's v2 interface through tweepy: raw answers, in either dialect, at the configured address.

tweepy has its host built in: an adapter sends its requests where sources.yml says. tweepy's own methods know the
older dialect only, so that questions go through its `request`, which sends any parameter and gives the raw answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
import requests
import tweepy
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from collectors.config import ConfigError
from collectors.json_values import obj, objs
from collectors.patience import PATIENT, Pushback, SourceRefused
from collectors.social.x_answers import KNOWN_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectors.config import Config
    from collectors.json_values import Json
    from collectors.net import Net

HOME: Final = "https://api.twitter.com"  # the host that is built into tweepy
TIMEOUT_S: Final = (10.0, 60.0)
CAPPED: Final = "usage-capped"  # a 429 that waiting does not cure: the month's posts are read
Params = dict[str, str]
_T = TypeVar("_T")


class Elsewhere(HTTPAdapter):
    """Sends what is meant for X to another base address, with a time limit."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base.rstrip("/")

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature of requests
        timeout: float | tuple[float | None, float | None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of requests
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - those of the built-in host
    ) -> requests.Response:
        request.url = self._base + (request.url or "").removeprefix(HOME)
        environment = get_environ_proxies(request.url, no_proxy=None)
        return super().send(request, stream, timeout or TIMEOUT_S, verify, cert, environment)


def connect(config: Config) -> tweepy.Client:
    """A client that gives raw answers from the configured address."""
    client = tweepy.Client(config.text("token"), return_type=requests.Response)
    client.session.mount(HOME, Elsewhere(config.text("url")))
    return client


def ask(client: tweepy.Client, net: Net, route: str, params: Params) -> bytes:
    """The body of a JSON answer. Raises SourceUnavailable, or SourceRefused with X's own words."""

    def once() -> bytes:
        body: bytes = client.request("GET", route, params=params).content
        msgspec.json.decode(body)  # a cut answer is asked for again
        return body

    return patiently(net, once)


def patiently(net: Net, action: Callable[[], _T]) -> _T:
    """What tweepy gives, asked for again while that may help."""
    try:
        return net.patience.call(action, pushback)
    except tweepy.HTTPException as error:
        words = " ".join(str(error).split())
        raise SourceRefused(f"X answered {words[:300]}") from error


def pushback(error: Exception) -> Pushback | None:
    """What may pass: too many requests, an error of X's own, a broken connection, a cut answer."""
    if isinstance(error, tweepy.HTTPException):
        answer = error.response
        if answer.status_code not in PATIENT or CAPPED in answer.text:
            return None
        return Pushback(f"X answered {answer.status_code}", answer.status_code, answer.headers)
    if isinstance(error, requests.RequestException | msgspec.DecodeError | UnicodeDecodeError):
        return Pushback(f"{type(error).__name__}: {error}")
    return None


def wishes(config: Config) -> Params:
    """The fields and expansions to ask for, in the configured dialect.

    X ignores a field that it does not know, without an error: words of one dialect in the other's parameter lose data.
    Among the newer words the author and the references are expansions only, so that they are always asked for.
    """
    wanted = set(config.texts("expansions"))
    if unknown := sorted(wanted - {"author_id", "referenced", "place"}):
        raise ConfigError(f"{config.file}: {config.source.name}.expansions: {unknown[0]!r} is not known")
    words = _DIALECTS.get(config.text("dialect"))
    if words is None:
        raise ConfigError(f"{config.file}: {config.source.name}.dialect: it is tweet or post")
    return words(wanted)


def _tweet_words(wanted: set[str]) -> Params:
    expansions = ["author_id"] if "author_id" in wanted else []
    if "referenced" in wanted:
        expansions += ["referenced_tweets.id", *(["referenced_tweets.id.author_id"] if expansions else [])]
    return {
        "tweet.fields": "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,geo,lang,note_tweet,"
        "public_metrics,referenced_tweets",
        **_beside(expansions, wanted),
    }


def _post_words(wanted: set[str]) -> Params:
    return {
        "post.fields": "conversation_id,created_at,entities,geo,lang,note_post,public_metrics",
        **_beside(["author_id", "referenced_posts"], wanted),
    }


def _beside(expansions: list[str], wanted: set[str]) -> Params:
    all_ = [*expansions, *(["geo.place_id"] if "place" in wanted else [])]
    return {
        **({"expansions": ",".join(all_)} if all_ else {}),
        **({"user.fields": "public_metrics,username"} if "author_id" in all_ else {}),
        **({"place.fields": "country_code,full_name,geo,place_type"} if "place" in wanted else {}),
    }


_DIALECTS: Final[dict[str, Callable[[set[str]], Params]]] = {"tweet": _tweet_words, "post": _post_words}


def posts_in(answer: Json) -> int:
    """How many posts an answer holds, those that came along included: what X charges."""
    data = answer.get("data")
    own = 1 if isinstance(data, dict) else len(objs(data))
    other = KNOWN_PARTS - {"tweets", "posts"}
    return own + sum(
        len(objs(part)) for name, part in obj(answer.get("includes")).items() if name not in other
    )
