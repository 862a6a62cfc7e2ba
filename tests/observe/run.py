"""Prometheus scrapes Wellhead as deploy/prometheus has it: what alerts and dashboard ask for is there, and alerts are raised."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS), str(TESTS / "clients")]

from machine import free_port, until
from service import ROOT, Service

DEPLOY = ROOT / "deploy"
SELECTOR = re.compile(r"\b(?:wellhead_\w+|process_\w+|up\b)(?:\{[^}]*\})?")


class Prometheus:
    """With the files in deploy/prometheus, which are changed in nothing but the place of Wellhead, and in how often they look."""

    def __init__(self, directory, target):
        text = (DEPLOY / "prometheus/prometheus.yml").read_text()
        for was, becomes in (
            ("127.0.0.1:9464", target),
            ("scrape_interval: 15s", "scrape_interval: 1s\n  evaluation_interval: 1s"),
        ):
            # The comment at its top has the place, too.
            assert was in text, was
            text = text.replace(was, becomes)
        (directory / "prometheus.yml").write_text(text)
        rules = "wellhead.rules.yml"
        (directory / rules).write_text((DEPLOY / "prometheus" / rules).read_text())
        self.base = f"http://127.0.0.1:{free_port()}"
        self.log = directory / "prometheus.log"
        command = [
            "prometheus",
            f"--config.file={directory}/prometheus.yml",
            f"--storage.tsdb.path={directory}/series",
            f"--web.listen-address={self.base.removeprefix('http://')}",
        ]
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def is_ready(self):
        try:
            return urlopen(f"{self.base}/-/ready").status == 200
        except OSError:
            return False

    def ask(self, what, **parameters):
        """What its API answers."""
        with urlopen(f"{self.base}/api/v1/{what}?{urlencode(parameters)}") as response:
            return json.load(response)["data"]

    def rules(self):
        return [rule for group in self.ask("rules")["groups"] for rule in group["rules"]]

    def alerts(self):
        return {alert["labels"]["alertname"] for alert in self.ask("alerts")["alerts"]}


@contextmanager
def observed():
    """A service, and the Prometheus that scrapes it."""
    with tempfile.TemporaryDirectory(prefix="wellhead-observe-") as directory:
        target = f"127.0.0.1:{free_port()}"
        os.environ["WELLHEAD_METRICS_LISTEN"] = target
        with Service("sqlite") as service:
            prometheus = Prometheus(Path(directory), target)
            try:
                until("Prometheus is up", prometheus.is_ready)
                yield service, prometheus
            except BaseException:
                print(prometheus.log.read_text()[-3000:], file=sys.stderr)
                raise
            finally:
                prometheus.process.terminate()
                prometheus.process.wait()


def is_scraped(prometheus):
    return [target["health"] for target in prometheus.ask("targets")["activeTargets"]] == ["up"]


def alerts_while_away(service, prometheus):
    """While the ledger's file is away, requests fail and it is not ready, and alerts about both begin."""
    assert not prometheus.alerts(), prometheus.alerts()
    ledger = Path(service.url.removeprefix("sqlite:"))
    away = ledger.rename(f"{ledger}.away")

    def begin():
        try:
            service.create("/v1/people", {"type": "people"})
        except OSError:
            pass
        return {"WellheadNotReady", "WellheadErrors"} <= prometheus.alerts()

    until("alerts begin", begin)
    away.rename(ledger)


def shown():
    """The expressions of the dashboard, each with the labels that its legend has."""
    dashboard = json.loads((DEPLOY / "grafana/wellhead.json").read_text())
    for target in (target for panel in dashboard["panels"] for target in panel.get("targets", [])):
        expression = target["expr"].replace("$job", "wellhead").replace("$__rate_interval", "1m")
        yield expression, re.findall(r"\{\{\s*(\w+)", target.get("legendFormat", ""))


def alerted(prometheus):
    """The expressions of the alerts, each with the labels that its summary has."""
    for rule in prometheus.rules():
        assert rule["health"] == "ok", rule
        yield rule["query"], re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])


def check(prometheus, expressions):
    """Each can be evaluated, and each series and label that it names is there. Returns how many they are."""
    expressions = list(expressions)
    for expression, labels in expressions:
        prometheus.ask("query", query=expression)
        selectors = SELECTOR.findall(expression)
        assert selectors, expression
        series = {selector: prometheus.ask("series", **{"match[]": selector}) for selector in selectors}
        missing = [selector for selector, found in series.items() if not found]
        assert not missing, f"nobody measures {missing}: {expression}"
        known = {label for found in series.values() for one in found for label in one}
        by = [label.strip() for group in re.findall(r"by\s*\(([^)]*)\)", expression) for label in group.split(",")]
        unknown = {*by, *labels} - known
        assert not unknown, f"nothing has {unknown}: {expression}"
    return len(expressions)


def main():
    # When asked to stop, also stop the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with observed() as (service, prometheus):
        until("it is scraped", lambda: is_scraped(prometheus))
        until("the alerts are evaluated", lambda: all(rule["health"] != "unknown" for rule in prometheus.rules()))
        alerts_while_away(service, prometheus)
        alerts = check(prometheus, alerted(prometheus))
        print(f"{alerts} alerts and {check(prometheus, shown())} lines of the dashboard ask for what is there")


main()
