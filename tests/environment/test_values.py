"""What operators rely on: every variable is read strictly, or the start ends with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.views.debug import SafeExceptionReporterFilter

from tests.pages.test_settings import told_in_readme

ROOT = Path(__file__).parents[2]
SECRET_KEY = "$" + "k" * 50
ON = ("1", "True", "YES", "on")
FLAGS = ("STUDIO_HTTPS", "STUDIO_DEBUG", "STUDIO_DEMO")
PORTS = ("PORT", "STUDIO_PORT", "STUDIO_SANDBOX_PORT", "STUDIO_PICTURES_PORT")
NEW, OLD = "A-_" + "A" * 40 + "=", "B" * 42 + "A="
KEYS = {"VOLC_ACCESSKEY": "AK", "VOLC_SECRETKEY": "SK"}
OIDC = {
    "STUDIO_OIDC_URL": "https://id.example.com/realms/house",
    "STUDIO_OIDC_ID": "studio",
    "STUDIO_OIDC_SECRET": "$/secret",
}


@pytest.mark.parametrize(
    ("variables", "setting", "value"),
    [
        ({"STUDIO_HOSTS": "a.example.com"}, "ALLOWED_HOSTS", ["a.example.com"]),
        ({"STUDIO_HOSTS": "a,b"}, "ALLOWED_HOSTS", ["a", "b"]),
        ({"STUDIO_HOSTS": "a, b"}, "ALLOWED_HOSTS", ["a", "b"]),
        ({"STUDIO_HOSTS": " a ,\tb "}, "ALLOWED_HOSTS", ["a", "b"]),
        ({"STUDIO_HOSTS": "*"}, "ALLOWED_HOSTS", ["*"]),
        ({"STUDIO_HOSTS": ".example.com,[::1]"}, "ALLOWED_HOSTS", [".example.com", "[::1]"]),
        ({"STUDIO_FETCH_ALLOW": "enc:80, 10.0.0.1:81"}, "FETCH_ALLOW", ["enc:80", "10.0.0.1:81"]),
        ({"STUDIO_FETCH_ALLOW": "[2001:DB8:0::1]:80"}, "FETCH_ALLOW", ["[2001:db8::1]:80"]),
        ({"STUDIO_FETCH_ALLOW": "Enc_1.LAN:8080"}, "FETCH_ALLOW", ["enc_1.lan:8080"]),
        ({"LANG": "zh_CN.UTF-8"}, "TERMINAL_LANGUAGE", "zh-hans"),
        ({"LANG": "zh_Hans_HK.UTF-8@x"}, "TERMINAL_LANGUAGE", "zh-hans"),
        ({"LANG": "zh"}, "TERMINAL_LANGUAGE", "zh-hans"),
        ({"LANG": "zh_TW.UTF-8"}, "TERMINAL_LANGUAGE", "en"),
        ({"LANG": "de_DE.UTF-8"}, "TERMINAL_LANGUAGE", "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "TERMINAL_LANGUAGE", "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_SG", "LC_ALL": ""}, "TERMINAL_LANGUAGE", "zh-hans"),
        ({}, "TERMINAL_LANGUAGE", "en"),
        ({"STUDIO_SECRET_KEY": SECRET_KEY}, "SECRET_KEY", SECRET_KEY),
        ({"STUDIO_SEALING_KEYS": f"{NEW}, {OLD}"}, "SEALING_KEYS", [NEW, OLD]),
        (KEYS | {"VOLC_SECRETKEY": "$SK"}, "VOLC_SECRETKEY", "$SK"),
        (KEYS | {"VOLC_ACCESSKEY": "$AK"}, "VOLC_ACCESSKEY", "$AK"),
        ({"PORT": "9000"}, "SANDBOX_PORT", 9001),
        ({"PORT": "9000", "STUDIO_PORT": "7000"}, "PORT", 7000),
        ({"PORT": "65533"}, "PICTURES_PORT", 65535),
        ({"STUDIO_PUBLIC_URL": "https://a.example.com/"}, "PUBLIC_URL", "https://a.example.com"),
        ({"STUDIO_PUBLIC_URL": "http://a:81"}, "PUBLIC_URL", "http://a:81"),
        (
            {"STUDIO_PUBLIC_URL": "http://[2001:db8::1]:81", "STUDIO_HOSTS": "a"},
            "ALLOWED_HOSTS",
            ["a", "[2001:db8::1]"],
        ),
        (
            {"VOLC_LIVE_URL": "https://open.example.com/"},
            "VOLC_LIVE_URL",
            "https://open.example.com",
        ),
        (OIDC, "OIDC_URL", "https://id.example.com/realms/house"),
        (
            OIDC | {"STUDIO_OIDC_URL": "https://id.example.com/a/"},
            "OIDC_URL",
            "https://id.example.com/a",
        ),
        (
            OIDC | {"STUDIO_OIDC_URL": "http://127.0.0.1:9000/o"},
            "OIDC_URL",
            "http://127.0.0.1:9000/o",
        ),
        (OIDC, "OIDC_SECRET", "$/secret"),
        ({}, "COLLECTOR", ""),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel:4318/"}, "COLLECTOR", "http://otel:4318"),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "https://a.example/otlp"},
            "COLLECTOR",
            "https://a.example/otlp",
        ),
        (
            {"SENTRY_DSN": "https://0a1@s.example.com/7"},
            "SENTRY_KEY",
            "https://0a1@s.example.com/7",
        ),
        (
            {"SENTRY_DSN": "http://0a1@10.0.0.7:9000/in/7"},
            "SENTRY_KEY",
            "http://0a1@10.0.0.7:9000/in/7",
        ),
        (OIDC, "OIDC_NAME", "OpenID"),
        (OIDC | {"STUDIO_OIDC_NAME": "The house’s"}, "OIDC_NAME", "The house’s"),
        ({"EMAIL_URL": "smtps://me:p%40@mail.example.com"}, "EMAIL_HOST_PASSWORD", "p@"),
        ({"EMAIL_URL": "smtps://mail.example.com"}, "EMAIL_PORT", 465),
        ({"EMAIL_URL": "smtps://mail.example.com"}, "EMAIL_USE_SSL", True),
        ({"EMAIL_URL": "smtp://mail.example.com"}, "EMAIL_USE_TLS", True),
        ({"EMAIL_URL": "smtp://localhost:2525"}, "EMAIL_USE_TLS", False),
        ({"EMAIL_URL": "smtp://a%40b.example.com:p@b:25"}, "DEFAULT_FROM_EMAIL", "a@b.example.com"),
        (
            {"EMAIL_URL": "smtp://a:p@mail.example.com"},
            "DEFAULT_FROM_EMAIL",
            "studio@mail.example.com",
        ),
        ({"STUDIO_TIME_ZONE": "Asia/Shanghai"}, "TIME_ZONE", "Asia/Shanghai"),
        ({}, "LISTEN", "127.0.0.1"),
        ({"STUDIO_LISTEN": "::1"}, "LISTEN", "::1"),
        ({"STUDIO_LISTEN": "10.0.0.1", "STUDIO_HOSTS": "a.example.com"}, "LISTEN", "10.0.0.1"),
        (
            {"STUDIO_PROXIES": "10.0.0.1, 2001:db8::/32"},
            "PROXIES",
            ["10.0.0.1/32", "2001:db8::/32"],
        ),
        ({"STUDIO_LOG": "json"}, "LOG", "json"),
        ({}, "LOG", "text"),
        ({"STUDIO_METRICS": "k" * 32}, "METRICS_TOKEN", "k" * 32),
        ({}, "METRICS_TOKEN", ""),
        ({"STUDIO_FRAMES_MIB": "1"}, "FRAMES_BYTES", 2**20),
        ({"STUDIO_VERSIONS_DAYS": "0"}, "VERSIONS_DAYS", 0),
        ({"STUDIO_VERSIONS_WHOLE_DAYS": "7"}, "VERSIONS_WHOLE_DAYS", 7),
        ({"STUDIO_VERSIONS_MOST": "50"}, "VERSIONS_MOST", 50),
        *(
            ({name: said}, name.removeprefix("STUDIO_"), said in ON)
            for name in FLAGS
            for said in (*ON, "0", "false", "No", "off")
        ),
    ],
)
def test_what_is_clear_is_read_as_it_stands(
    read: Any, variables: dict[str, str], setting: str, value: object
) -> None:
    assert read(**variables)[setting] == value


UNCLEAR: dict[tuple[str, ...], list[str]] = {
    FLAGS: ["enabled", "2", "-1", "ja", "$X", "tru", " "],
    PORTS: ["0", "65536", "-1", "8ooo", "80.0", "http://a", "9" * 5000, "８０", "+80", " "],
    ("PORT",): ["65535"],  # The sandbox's would be 65536.
    ("STUDIO_PUBLIC_URL", "VOLC_LIVE_URL"): [
        *("a.example.com", "a.example.com:443", "//a.example.com", "ftp://a.example.com", "$URL"),
        *("https://", "https:///", "https://:8000", "https://[::1", "https://300.1.1.1"),
        *("https://a:", "https://a:port", "https://a:0", "https://a:65536", "https://me@a"),
        *(
            "https://a b",
            " https://a",
            "https://a/mix",
            "https://a//",
            "https://a?b=1",
            "https://a#b",
        ),
    ],
    ("STUDIO_HOSTS",): [
        *("https://a", "a:8000", "a b", "a,,b", "a,", ",", "a/b", "студия.рф", "[::1", " "),
    ],
    ("STUDIO_FETCH_ALLOW",): [
        *("encoder", "*:80", "10.0.0.0/8:80", ":80", "encoder:", "a:0", "a:80,", " ", "::1:80"),
        *("a:65536", "a:http", "http://a:80", "a:80/", "me@a:80", "a:80?b", "a:80#b"),
        *("300.1.1.1:80", "a b:80", "a:80 b:80"),
    ],
    ("STUDIO_PROXIES",): ["proxy", "10.0.0.1/8", "10.0.0.1,", "10.0.0.1:80", "*", " "],
    # The last two let in whoever reaches them, by the name of this computer alone.
    ("STUDIO_LISTEN",): ["localhost", "127.0.0.1:80", "*", "[::1]", " ", "10.0.0.1", "0.0.0.0"],
    ("STUDIO_LOG",): ["xml", "JSON", "text,json", "1", " "],
    ("STUDIO_METRICS",): ["short", "k" * 31, "k " * 20, "k" * 40 + "\n", " "],
    ("STUDIO_FRAMES_MIB",): ["-1", "0", "2 GiB", "1.5", "9" * 30, "1e3"],
    ("STUDIO_VERSIONS_DAYS", "STUDIO_VERSIONS_WHOLE_DAYS"): ["-1", "36501", "30d", "1.5"],
    ("STUDIO_VERSIONS_MOST",): ["0", "-1", "100001", "all"],
    ("STUDIO_TIME_ZONE",): [
        *("Mars/Olympus", "America", "../UTC", "/etc/localtime", "UTC+8", "a" * 300),
    ],
    ("STUDIO_SEALING_KEYS",): ["short", OLD[:-4], f"{OLD},", OLD + OLD, "+" + OLD[1:], " "],
    ("STUDIO_SECRET_KEY",): ["short", "k" * 49, "k" * 50 + "\n"],
    ("STUDIO_OIDC_URL",): [
        *("id.example.com", "http://id.example.com", "https://", "https://a?b=1", "https://a#b"),
        *("https://a/b c", "https://me:you@a", "https://a:0", " https://a", "https://a/b,c"),
    ],
    ("OTEL_EXPORTER_OTLP_ENDPOINT",): [
        *("otel:4317", "grpc://otel", "http://", "http://a?b=1", "http://a#b", "http://k:s@a"),
    ],
    ("SENTRY_DSN",): [
        *("https://s.example.com/7", "https://k@s.example.com", "https://k@s.example.com/7/"),
        "https://k@s.example.com/in/",
        *("https://k:s@s.example.com/7", "k@s.example.com/7", "https://k@/7", "https://k@h/7?a=b"),
    ],
    ("STUDIO_OIDC_ID", "STUDIO_OIDC_SECRET"): ["a b", "ä", "a,b", " "],
    ("STUDIO_OIDC_NAME",): ["x" * 41, " x", "a\nb"],
    ("EMAIL_URL",): [
        *("mail.example.com", "http://mail.example.com", "smtp://", "smtp://a b", "smtp://a/b"),
        *("smtp://me@a", "smtp://a:0", "smtp://a?b=1", "smtp://a#b", "smtp://:p@a", " smtp://a"),
    ],
    ("STUDIO_DATABASE_CONNECTIONS",): ["7", "101", "many", "-1"],
    ("REDIS_URL",): [
        *("redis", "h:6379", "http://h", "redis://", "redis://h:0", "redis://h/x", "redis://h//0"),
        *("redis://h/0?db=1", "redis://h/0#a", "redis://user@h", "redis://@h", "redis://a b"),
        *("unix://run/redis.sock", "unix://", "unix:///a?db=x", "unix:///a?0", "unix:///a#b"),
        *(" redis://h", "redis://h/-1", "redis://a,b"),
    ],
    tuple(KEYS): ["A K", "AK\n", " AK", "ÄK", "A,K"],
    ("VOLC_REGION",): ["cn north", "cn/north", " "],
    ("STUDIO_DATA",): ["/dev/null", "/dev/null/a", " ", "/a\nb", "a" * 5000],
    ("STORAGE_URL",): [
        *("pictures", "https://k:s@h/b", "s3://h/b", "s3://k@h/b", "s3://:s@h/b", "s3://k:s@/b"),
        *("s3://k:s@h", "s3://k:s@h/", "s3://k:s@h/b/c", "s3://k:s@h/B_1", "s3://k:s@h:0/bucket"),
        *("s3://k:s@h/bucket?tls", "s3://k:s@h/bucket?tls=maybe"),
        *("s3://k:s@h/bucket?a=1", "s3://k:s@h/bucket?tls=0&tls=1", "s3://k:s@h/bucket#f"),
        *("s3://k:s@h/bucket?style=host", "s3://k:s@h/bucket?region=a%20b", "s3://k:%20@h/bucket"),
        *("s3://k:s@h/bucket?region=", " s3://k:s@h/bucket", "s3://k:s/s@h/bucket"),
    ],
    ("DATABASE_URL",): [
        *("postgres", "mysql://h/n", "redis://h/0", "psql", "$DATABASE", "://", " "),
        *("sqlite://", "sqlite:///", "sqlite://:memory:", "sqlite:///mix.sqlite3", "sqlite:////"),
        *("sqlite:////nowhere/mix.sqlite3", "sqlite:////tmp/mix.sqlite3?a=1"),
        *("postgres://", "postgres://h", "postgres://h/", "postgres://h:port/n"),
        *("postgres://h/n?nonsense=1", "postgres://h/%zz", "postgres://[::1/n"),
    ],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, bad) for names, values in UNCLEAR.items() for name in names for bad in values],
)
def test_what_is_unclear_ends_the_start_with_one_sentence(read: Any, name: str, value: str) -> None:
    with pytest.raises(SystemExit) as caught:
        read(**KEYS | {name: value})
    sentence = str(caught.value.code)
    assert "must be" in sentence
    assert sentence.startswith("STUDIO_SANDBOX_PORT" if value == "65535" else name)
    assert "\n" not in sentence


@pytest.mark.parametrize("name", OIDC)
def test_a_provider_is_told_whole_or_not_at_all(read: Any, name: str) -> None:
    with pytest.raises(SystemExit, match="given all three, or none"):
        read(**{other: value for other, value in OIDC.items() if other != name})


def test_another_provider_s_people_are_other_people(read: Any) -> None:
    """Whose `sub` says "1" there may be somebody else."""
    other = OIDC | {"STUDIO_OIDC_URL": "https://id.example.net"}
    assert read(**OIDC)["OIDC_PROVIDER"] != read(**other)["OIDC_PROVIDER"]


@pytest.mark.parametrize("name", KEYS)
def test_one_key_without_the_other_is_not_the_sandbox(read: Any, name: str) -> None:
    with pytest.raises(SystemExit, match="VOLC_ACCESSKEY and VOLC_SECRETKEY must be"):
        read(**{name: KEYS[name]})


def test_a_debug_page_shows_no_secret_of_the_environment(read: Any) -> None:
    secret = "CANARY" * 8
    found = read(
        STUDIO_SECRET_KEY=secret + "0123456789",
        STUDIO_METRICS=secret,
        SENTRY_DSN=f"https://{secret}@sentry.example.com/7",
        REDIS_URL=f"redis://:{secret}@cache",
        EMAIL_URL=f"smtps://me:{secret}@mail.example.com",
        DATABASE_URL=f"postgres://me:{secret}@db/name",
        STORAGE_URL=f"s3://AK:{secret}@storage.example.com/bucket?region=here",
        STUDIO_SEALING_KEYS="CANARY" * 7 + "A=",
        VOLC_ACCESSKEY="AK",
        VOLC_SECRETKEY=secret,
        **OIDC | {"STUDIO_OIDC_SECRET": secret},
    )
    cleanse = SafeExceptionReporterFilter().cleanse_setting
    shown = {name: cleanse(name, value) for name, value in found.items() if name.isupper()}
    assert [name for name, value in shown.items() if "CANARY" in repr(value)] == []
    # Each of them was read.
    assert sum("CANARY" in repr(value) for value in found.values()) >= 8


def test_a_set_but_empty_variable_means_the_default(read: Any) -> None:
    names = told_in_readme() - {"STUDIO_DATA"}
    empty, bare = read(**dict.fromkeys(names, "")), read()
    settings = [name for name in bare if name.isupper() and name != "SECRET_KEY"]
    for name in settings:
        assert (name, str(empty[name])) == (name, str(bare[name]))


def test_an_empty_data_folder_is_the_default_too(read: Any) -> None:
    assert read(STUDIO_DATA="")["DATA"] == ROOT / "var"


WSGI = f"{sys.executable} -c 'import studio.wsgi'"
STARTS = {
    "manage.py": f"{sys.executable} manage.py migrate",
    "check": f"{sys.executable} manage.py check",
    "mix": f"{sys.executable} manage.py mix validate none.json",
    "help": f"{sys.executable} manage.py help",
    "WSGI": WSGI,
    "run": f"{sys.executable} manage.py run",
    "run web": f"{sys.executable} manage.py run web",
}


@pytest.mark.parametrize("start", STARTS)
def test_every_process_ends_with_that_sentence_alone(start: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", STARTS[start]],
        cwd=ROOT,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "STUDIO_DATA": str(tmp_path),
            "STUDIO_PORT": "8ooo",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    sentence = "STUDIO_PORT must be a whole number from 1 to 65535.\n"
    assert (ended.returncode, ended.stderr, ended.stdout) == (1, sentence, "")
