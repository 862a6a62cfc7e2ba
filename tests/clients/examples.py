"""The pipelines in examples/: each delivers a good file, and says where a file is bad."""

import json
import os
import subprocess
from pathlib import Path

from service import ROOT, TARGET

EXAMPLES = ROOT / "examples"
PEOPLE = EXAMPLES / "people.ndjson"
PIPELINES = {
    "curl": ["bash", EXAMPLES / "pipeline.sh"],
    "python": ["python3", EXAMPLES / "pipeline.py"],
    "rust": [TARGET / "debug/examples/pipeline"],
}


def run(service, activation):
    """Runs every pipeline against `service`; `activation` is the document of a new workspace connector."""
    environment = {**os.environ, "WELLHEAD_URL": service.base, "WELLHEAD_KEY": service.token}
    bad = Path(service.directory.name) / "bad.ndjson"
    bad.write_text(PEOPLE.read_text() + '{"external_person_id": true}\n')
    people = len(PEOPLE.read_text().splitlines())
    for name, pipeline in PIPELINES.items():
        connector = service.create("/v1/workspace-connectors", activation)

        def bring(file):
            return subprocess.run(
                [*pipeline, connector, file], env=environment, capture_output=True, text=True
            )

        good = bring(PEOPLE)
        assert good.returncode == 0, f"{name}: {good.stderr}"
        counts = json.loads(good.stdout)
        counts = counts["data"]["attributes"]["metadata"] if "data" in counts else counts
        assert counts["links_created"] == people, f"{name}: {good.stdout}"
        again = bring(bad)
        assert again.returncode == 1, f"{name}: {again.stdout}"
        assert "external_person_id" in again.stderr, f"{name}: {again.stderr}"
        print(f"the pipeline in {name}: {people} people, and 1 bad line named")
