"""The client that openapi-python-client makes of the served description: it has every operation, and lists people."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
METHODS = {"get", "post", "patch", "put", "delete"}
# Single lines of a delivery's report and of the audit log, which are no operation's: it makes what is nested there twice, and fails.
LEFT_OUT = re.compile(r"(/components/schemas/(audit_log_line|delivery_report)_type_\d|audit_log):")


def run(service):
    directory = Path(service.directory.name) / "generated"
    with urlopen(f"{service.base}/openapi.json") as response:
        description = response.read()
    generate(description, directory)
    paths = json.loads(description)["paths"]
    operations = sum(method in METHODS for path in paths.values() for method in path)
    made = sum(file.name != "__init__.py" for file in directory.glob("wellhead_client/api/*/*.py"))
    assert made == operations, f"{made} of {operations} operations"
    lists_people(service, directory)
    print(f"a generated client of {operations} operations lists people")


def generate(description, directory):
    file = directory.with_suffix(".json")
    file.write_bytes(description)
    program = Path(sys.executable).parent / "openapi-python-client"
    command = [program, "generate", "--path", file, "--output-path", directory]
    done = subprocess.run([*command, "--config", HERE / "openapi_python_client.yml"], capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    warnings = re.findall(r"^(?:WARNING|ERROR|Unable to process schema) *(.*)$", said, re.MULTILINE)
    warnings = [warning for warning in warnings if not LEFT_OUT.fullmatch(warning)]
    assert not warnings, "\n".join(warnings)


def lists_people(service, directory):
    names = ("Ada", "Béla")
    people = [service.create("/v1/people", {"type": "people", "attributes": {"first_name": name}}) for name in names]
    sys.path.insert(0, str(directory))
    client = importlib.import_module("wellhead_client").AuthenticatedClient(base_url=service.base, token=service.token)
    people_list = importlib.import_module("wellhead_client.api.people.people_list")
    page = people_list.sync(client=client, pagesize=1, sort=people_list.PeopleListSort.CREATED_AT)
    [person] = page.data
    assert str(person.id) == people[0] and person.attributes.first_name == names[0], page
    assert page.links.next_, page
