"""Clients that write and read without pause, and what they were told: the ledger that the server's is compared with."""

import json
import threading
import time
import uuid
from collections import Counter
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

JSON_API = "application/vnd.api+json"
WRITERS = 4


class Ledger:
    """Writes people of two workspaces and reads one of them, until the block ends."""

    def __init__(self, service, writers=WRITERS):
        self.service = service
        # When each person was acknowledged, by the key of its workspace.
        self.acknowledged = {service.token: {}, service.other_token: {}}
        # How often each answer but 201 came to a writer, by the key of its workspace, and each but 200 to a reader; None is a
        # connection that broke.
        self.refusals, self.unread = {token: Counter() for token in self.acknowledged}, Counter()
        self.reads = 0
        self.over = threading.Event()
        # Each writer holds one while it waits for an answer.
        self.turns = [threading.Lock() for _ in range(writers)]
        tokens = (service.token, service.other_token) * (writers // 2)
        self.threads = [threading.Thread(target=self.write, args=each) for each in zip(tokens, self.turns)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.acknowledges_after(time.monotonic())
        token, people = next((token, people) for token, people in self.acknowledged.items() if people)
        reader = threading.Thread(target=self.read, args=(token, next(iter(people))))
        self.threads.append(reader)
        reader.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    @contextmanager
    def stillness(self):
        """Nothing is being written until the block ends."""
        with ExitStack() as stack:
            for turn in self.turns:
                stack.enter_context(turn)
            yield

    def write(self, token, turn):
        client = Client(self.service, token)
        while not self.over.is_set():
            person = str(uuid.uuid4())
            with turn:
                status, said = client.send("POST", "/v1/people", {"type": "people", "id": person})
                if status == 201:
                    self.acknowledged[token][person] = time.monotonic()
                else:
                    why = f"{status} {said['errors'][0]['code']}" if said else None
                    self.refusals[token][why] += 1
            # A lock is taken by whoever asks first: leave others a moment to.
            time.sleep(0.001 if status == 201 else 0.02)

    def read(self, token, person):
        client = Client(self.service, token)
        while not self.over.is_set():
            status, _ = client.send("GET", f"/v1/people/{person}")
            self.reads += 1
            if status != 200:
                self.unread[status] += 1
            time.sleep(0.02)

    def refused(self):
        """How often each refusal came, in both workspaces."""
        return sum(self.refusals.values(), Counter())

    def count(self):
        return sum(map(len, self.acknowledged.values()))

    def acknowledges_after(self, moment, token=None, seconds=60):
        """Waits until something is acknowledged (to this key) that was so after `moment`; returns how long after it that was."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            asked = [self.acknowledged[token]] if token else self.acknowledged.values()
            later = [at for people in asked for at in list(people.values()) if at > moment]
            if later:
                return min(later) - moment
            time.sleep(0.02)
        raise TimeoutError(f"nothing was acknowledged for {seconds} s; refused: {dict(self.refused())}")

    def compare(self):
        """Fails unless all that was acknowledged is there. Returns how many that is."""
        refused = self.refused().total()
        for token, people in self.acknowledged.items():
            client = Client(self.service, token)
            kept, path = set(), "/v1/people?page[size]=100&page[total]=true"
            while path:
                status, listed = client.send("GET", path)
                assert status == 200, listed
                kept.update(person["id"] for person in listed["data"])
                path = listed["links"].get("next")
            lost = list(people.keys() - kept)
            assert not lost, f"{len(lost)} of {len(people)} are lost, such as {lost[:3]}"
            total = listed["meta"]["page"]["total"]
            assert total == len(kept), f"{total} are counted, {len(kept)} are there"
            assert len(people) <= total <= len(people) + refused, f"{total} are counted, {len(people)} were acknowledged"
        return self.count()


class Client:
    """One connection, made again when it breaks."""

    def __init__(self, service, token):
        self.service = service
        self.token = token
        self.connection = None

    def send(self, method, path, resource=None):
        """The status and the document of the answer, or None twice if there is none."""
        body = json.dumps({"data": resource}) if resource else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": JSON_API}
        try:
            if self.connection is None:
                self.connection = HTTPConnection(urlsplit(self.service.base).netloc, timeout=30)
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, HTTPException):
            self.connection = None
            return None, None
