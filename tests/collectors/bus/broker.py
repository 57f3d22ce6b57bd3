"""A real Kafka for the tests: one broker that is its own controller, fetched with Maven, run by Java 17."""

import base64
import shutil
import subprocess
import tempfile
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph.neo4j_server import free_port
from graph.neo4j_server.fetch import one_fetch_at_a_time
from graph.neo4j_server.home import answers

VERSION = "4.1.1"
POM = Path(__file__).parent / "pom.xml"
STARTS_IN_S, STOPS_IN_S = 90, 30


def fetch(cache: Path) -> Path:
    """The folder of the jars (45 MB), fetched once; it appears whole or not at all."""
    target = cache / f"kafka-{VERSION}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with one_fetch_at_a_time(cache), tempfile.TemporaryDirectory(prefix=".fetching-", dir=cache) as name:
        shutil.copy(POM, Path(name) / "pom.xml")
        jars = Path(name) / "jars"
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars}"]
        subprocess.run(["mvn", "-q", "-B", "-f", f"{name}/pom.xml", *goal], check=True, capture_output=True)
        if not target.is_dir():
            jars.rename(target)
    return target


@dataclass
class Broker:
    """It can be stopped and started again at the same address, with what it had."""

    jars: Path
    home: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def format(self) -> None:
        self._settings.write_text("\n".join(f"{k}={v}" for k, v in self._values().items()))
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = ["kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(self._settings)]
        subprocess.run(self._java(*tool), check=True, capture_output=True)

    def start(self) -> None:
        with (self.home / "log").open("ab") as log:
            command = self._java("kafka.Kafka", str(self._settings))
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + STARTS_IN_S
        while not answers(self.port):
            assert self.process.poll() is None, (self.home / "log").read_text()[-2000:]
            assert time.monotonic() < end, "the broker does not start"
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(STOPS_IN_S)
            self.process = None

    @property
    def _settings(self) -> Path:
        return self.home / "server.properties"

    def _java(self, *words: str) -> list[str]:
        quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        return ["java", "-Xmx512m", quiet, "-cp", f"{self.jars}/*", *words]

    def _values(self) -> dict[str, object]:
        controller = free_port()
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.address}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "log.dirs": self.home / "data",
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 1,
            "group.initial.rebalance.delay.ms": 0,
            "auto.create.topics.enable": "false",
        }


@contextmanager
def running(cache: Path, home: Path):
    broker = Broker(fetch(cache), home)
    broker.format()
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()
