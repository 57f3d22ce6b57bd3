"""schedules.yml: which job runs when, as people write it.

    - name: daily-report
      cron: "30 6 * * *"            # minute hour day month weekday
      timezone: Europe/Paris        # the default
      verb: report
      args: {"1": rumours, from: "{due-1d}", to: "{due}", out: "reports/{due:%Y-%m-%d}.html"}

`args` is a mapping of options, or a list as on the command line (`[rumours, --from, "{due-1d}"]`), whose
positions become "1", "2", … In a value, `{due}` is the due time of the run, `{due-7d}` (h, d, w) a time
before it, `{due:%Y-%m-%d}` its date: a run that is caught up covers the time that was missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from collectors.scheduling.cron import next_due, trigger
from cypher.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

ZONE = "Europe/Paris"
_REQUIRED = ("name", "cron", "verb")
_FIELDS = (*_REQUIRED, "timezone", "args")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_DUE = re.compile(r"\{due(?:-(\d{1,5})([hdw]))?(?::([^{}]+))?\}")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class ScheduleError(ValueError):
    """A schedules.yml that cannot be followed; the message names the file, the line and the job."""


@dataclass(frozen=True, slots=True)
class Job:
    """One scheduled call of a verb of the command line."""

    name: str
    cron: str
    zone: ZoneInfo
    verb: str
    args: Mapping[str, str]

    @property
    def stage(self) -> str:
        return f"schedule:{self.name}"

    def args_at(self, due: datetime) -> dict[str, str]:
        """The arguments of the run that was due then, `{due…}` replaced by local times."""
        return {name: _at(value, due.astimezone(self.zone)) for name, value in self.args.items()}


def read_schedules(path: Path, verbs: Collection[str]) -> tuple[Job, ...]:
    """The jobs of a schedules.yml, in its order; ScheduleError for the first thing that is wrong."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise ScheduleError(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScheduleError(f"{path} is not YAML: {error}") from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise ScheduleError(f"{path} is not a list of jobs: start each with '- name: …'")
    jobs: dict[str, Job] = {}
    for node in root.value:
        job = _Entry(path, node).job(verbs)
        if job.name in jobs:
            raise ScheduleError(f"{_where(path, node)}: job {job.name!r} is there twice")
        jobs[job.name] = job
    return tuple(jobs.values())


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the list, which knows where it is."""

    path: Path
    node: yaml.Node

    def job(self, verbs: Collection[str]) -> Job:
        fields = self._fields()
        name = self._text(fields["name"])
        if not _NAME.fullmatch(name):
            raise self._error(fields["name"], f"name {name!r}: use a-z, 0-9 and - only")
        verb = self._text(fields["verb"])
        if verb not in verbs:
            known = ", ".join(sorted(verbs))
            raise self._error(
                fields["verb"], f"no verb {verb!r}{did_you_mean(verb, verbs)}; there are {known}", name
            )
        zone = self._zone(fields.get("timezone"), name)
        args = self._args(fields.get("args"), name)
        return Job(name, self._cron(fields["cron"], zone, name), zone, verb, args)

    def _fields(self) -> dict[str, yaml.Node]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self._error(self.node, "a job is a mapping with name, cron, verb and args")
        fields = {key.value: value for key, value in self.node.value}
        name = fields["name"].value if isinstance(fields.get("name"), yaml.ScalarNode) else ""
        for key, _ in self.node.value:
            if key.value not in _FIELDS:
                hint = did_you_mean(str(key.value), _FIELDS)
                raise self._error(key, f"no field {key.value!r}{hint}; they are {', '.join(_FIELDS)}", name)
        for key in _REQUIRED:
            if key not in fields:
                raise self._error(self.node, f"{key!r} is missing", name)
        return fields

    def _cron(self, node: yaml.Node, zone: ZoneInfo, name: str) -> str:
        cron = self._text(node)
        try:
            never = next_due(trigger(cron, zone), datetime.fromtimestamp(0, zone)) is None
        except ValueError as error:
            raise self._error(node, f"cron {cron!r}: {error}", name) from error
        if never:
            raise self._error(node, f"cron {cron!r}: no such day ever comes", name)
        return cron

    def _zone(self, node: yaml.Node | None, name: str) -> ZoneInfo:
        zone = ZONE if node is None else self._text(node)
        try:
            return ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            assert node is not None, "the system has no time zone data"
            raise self._error(
                node, f"no time zone {zone!r}; write one as Europe/Paris, Indian/Reunion", name
            ) from error

    def _args(self, node: yaml.Node | None, name: str) -> dict[str, str]:
        if node is None:
            return {}
        if isinstance(node, yaml.MappingNode):
            args = {self._text(key).lstrip("-"): self._value(value) for key, value in node.value}
        elif isinstance(node, yaml.SequenceNode):
            args = _from_command_line([self._text(value) for value in node.value])
        else:
            raise self._error(node, "args are a mapping of options, or a list as on the command line", name)
        for value in args.values():
            if "{" in _DUE.sub("", value):
                raise self._error(
                    node, f"args: {value!r}: write {{due}}, {{due-7d}} or {{due:%Y-%m-%d}}", name
                )
        return args

    def _value(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.SequenceNode):
            return "|".join(self._text(value) for value in node.value)
        return "true" if node.tag.endswith(":null") else self._text(node)

    def _text(self, node: yaml.Node) -> str:
        """The text as written: a date stays what was typed."""
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        raise self._error(
            node, 'a text is expected here (put quotes around one that holds { or [, as "{due}")'
        )

    def _error(self, node: yaml.Node, problem: str, name: str = "") -> ScheduleError:
        return ScheduleError(f"{_where(self.path, node)}: {f'job {name!r}: ' if name else ''}{problem}")


def _where(path: Path, node: yaml.Node) -> str:
    return f"{path} line {node.start_mark.line + 1}"


def _from_command_line(words: list[str]) -> dict[str, str]:
    """`[a, --b, c, --d=e, --f]` → {"1": a, "b": c, "d": e, "f": "true"}; a repeated option is joined by |."""
    args: dict[str, str] = {}
    option, position = "", 0
    for word in words:
        if word.startswith("--"):
            name, has_value, value = word[2:].partition("=")
            option = "" if has_value else name
            _add(args, name, value if has_value else "true")
        elif option:
            args[option] = args[option].removesuffix("true") + word
            option = ""
        else:
            position += 1
            args[str(position)] = word
    return args


def _add(args: dict[str, str], name: str, value: str) -> None:
    args[name] = f"{args[name]}|{value}" if name in args else value


def _at(value: str, due: datetime) -> str:
    def text(match: re.Match[str]) -> str:
        count, unit, form = match.groups()
        time = due - timedelta(**{_UNITS[unit]: int(count)}) if unit else due
        return time.strftime(form) if form else time.isoformat()

    return _DUE.sub(text, value)
