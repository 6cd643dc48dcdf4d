"""People who push: each click is repeated until the studio has acknowledged it."""

from __future__ import annotations

import http.client
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from studio.editor.models import LayoutTemplate

SECRET = "c" * 32
PEOPLE = 3
# How long a person thinks between two clicks; together they want more than a cloud allows.
THINK_SECONDS = (0.2, 0.6)
AGAIN_SECONDS = 0.1


@dataclass
class Click:
    """One press of *Push*. `task` is the row its answer led to, `tries` how often it was sent."""

    number: int
    template: LayoutTemplate
    key: str
    task: str = ""
    tries: int = 0
    server_errors: int = 0

    @property
    def name(self) -> str:
        return f"push-{self.number:03}"


@dataclass
class People:
    port: int
    cookies: dict[str, str]
    csrf_cookie: str
    clicks: list[Click]
    seed: int
    acknowledged: Callable[[], None]

    def start(self) -> list[threading.Thread]:
        threads = [
            threading.Thread(target=self.push, args=(number,), daemon=True)
            for number in range(PEOPLE)
        ]
        for thread in threads:
            thread.start()
        return threads

    def push(self, person: int) -> None:
        chance = random.Random(f"{self.seed} person {person}")
        for click in self.clicks[person::PEOPLE]:
            time.sleep(chance.uniform(*THINK_SECONDS))
            while not click.task:
                click.tries += 1
                try:
                    self.send(click)
                except (OSError, http.client.HTTPException):
                    time.sleep(AGAIN_SECONDS)

    def send(self, click: Click) -> None:
        cookies = self.cookies | {self.csrf_cookie: SECRET}
        fields = {
            "name": click.name,
            "key": click.key,
            "version": click.template.version,
            "csrfmiddlewaretoken": SECRET,
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(
                "POST",
                f"/templates/{click.template.pk}/push/",
                urlencode(fields),
                {
                    "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        if answer.status == 302:
            click.task = answer.getheader("Location", "").strip("/").split("/")[-1]
            self.acknowledged()
        elif answer.status >= 500:
            click.server_errors += 1
            time.sleep(AGAIN_SECONDS)
        else:
            raise AssertionError(f"{click.name}: {answer.status}")


def clicks(count: int, templates: list[LayoutTemplate], seed: int) -> list[Click]:
    chance = random.Random(f"{seed} keys")
    return [
        Click(n, templates[n % len(templates)], str(uuid.UUID(int=chance.getrandbits(128))))
        for n in range(count)
    ]
