"""Settings, read once at the edge from the environment, and where the kit's own files lie."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ladder_widgets.errors import SettingsError

APP = "leadership-ladder"
PACKAGE = Path(__file__).parent


class SettingInfo(msgspec.Struct, frozen=True):
    """One environment variable: its name, what it means and what holds without it."""

    name: str
    default: str
    help: str


ATTACHMENT_MB = 10
MAX_ATTACHMENT_MB = 100
"""More is a mistake: every copy of the store would carry it."""

SETTINGS = (
    SettingInfo(
        "LADDER_ATTACHMENT_MB",
        str(ATTACHMENT_MB),
        f"The largest file that can be attached to an entry, in MB: 1 to {MAX_ATTACHMENT_MB}.",
    ),
    SettingInfo(
        "LADDER_DATA_DIR",
        "the user's data folder",
        "Folder of the store. Only its owner can read it.",
    ),
    SettingInfo(
        "LADDER_DATABASE_URL",
        "SQLite in the data folder",
        "SQLAlchemy address of the store, for a hub on PostgreSQL.",
    ),
    SettingInfo(
        "LADDER_PACKS",
        "none",
        "Folders with further content packs, separated like PATH.",
    ),
    SettingInfo(
        "LADDER_PASSPHRASE",
        "none",
        "Passphrase of an encrypted store. Without it, a terminal is asked.",
    ),
    SettingInfo(
        "LADDER_USER",
        "me",
        "Whose entries the store opens, where several people share a database.",
    ),
)


MIN_PASSPHRASE_CHARS = 8
MAX_PASSPHRASE_CHARS = 200


class Passphrase(msgspec.Struct, frozen=True):
    """What a store is encrypted with; printing it shows nothing of it."""

    text: str

    def __repr__(self) -> str:
        return "Passphrase(…)"


def read_passphrase(typed: str) -> Passphrase:
    """A passphrase as it was typed; the same on every keyboard (Unicode's form C).

    Raises:
        SettingsError: it is too short or too long, or holds what cannot be typed.
    """
    text = unicodedata.normalize("NFC", typed)
    if not MIN_PASSPHRASE_CHARS <= len(text) <= MAX_PASSPHRASE_CHARS:
        message = (
            f"A passphrase has {MIN_PASSPHRASE_CHARS} to {MAX_PASSPHRASE_CHARS} characters. "
            "Take three or four words that nobody would put together."
        )
        raise SettingsError(message)
    if not text.isprintable() or _RAW_KEY.fullmatch(text):
        message = (
            "This passphrase holds a character that cannot be typed, or has the form of a key. "
            "Take words."
        )
        raise SettingsError(message)
    return Passphrase(text)


_RAW_KEY = re.compile(r"x'[0-9A-Fa-f]+'")
"""What SQLCipher takes for a key instead of deriving one."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says, as typed values; made by `read_settings`."""

    data_dir: Path
    database_url: str
    packs: tuple[Path, ...]
    user: str
    attachment_mb: int = ATTACHMENT_MB
    passphrase: Passphrase | None = None


def read_settings(
    environ: Mapping[str, str] | None = None, *, data_dir: Path | None = None
) -> Settings:
    """Read the `LADDER_*` variables; `data_dir` (an option of a command) wins over its variable.

    Raises:
        SettingsError: a folder that is a file, a pack folder that does not exist, no number
            of MB, a passphrase that cannot be one.
    """
    env = os.environ if environ is None else environ
    given = data_dir or (Path(env["LADDER_DATA_DIR"]) if env.get("LADDER_DATA_DIR") else None)
    # Children that only look up a template are not to wait for it.
    import platformdirs

    folder = (given or platformdirs.user_data_path(APP)).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        message = f"The data folder {folder} is a file. Set LADDER_DATA_DIR to a folder."
        raise SettingsError(message)
    packs = tuple(
        Path(part).expanduser().absolute()
        for part in env.get("LADDER_PACKS", "").split(os.pathsep)
        if part
    )
    for pack in packs:
        if not pack.is_dir():
            message = f"LADDER_PACKS names {pack}, which is not a folder. Correct or remove it."
            raise SettingsError(message)
    secret = env.get("LADDER_PASSPHRASE")
    return Settings(
        data_dir=folder,
        database_url=env.get("LADDER_DATABASE_URL") or f"sqlite:///{folder / 'ladder.sqlite'}",
        packs=packs,
        user=env.get("LADDER_USER") or "me",
        attachment_mb=_attachment_mb(env.get("LADDER_ATTACHMENT_MB", "").strip()),
        passphrase=read_passphrase(secret) if secret else None,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables by which a child process opens the very same store."""
    found = {"LADDER_DATA_DIR": str(settings.data_dir)}
    if settings.passphrase:
        found["LADDER_PASSPHRASE"] = settings.passphrase.text
    return found


def _attachment_mb(typed: str) -> int:
    if not typed:
        return ATTACHMENT_MB
    number = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not 1 <= number <= MAX_ATTACHMENT_MB:
        message = (
            f"LADDER_ATTACHMENT_MB is not a whole number from 1 to {MAX_ATTACHMENT_MB}. "
            "Correct or remove it."
        )
        raise SettingsError(message)
    return number


def checkout() -> Path | None:
    """The folder of the source checkout this package runs from; None when installed."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "templates").is_dir() else None


def resource(*parts: str) -> Path:
    """A file or folder shipped with the kit (``notebooks``, ``templates/typst`` …).

    The checkout wins, so that edits are seen at once; a wheel carries the same files inside.

    Raises:
        SettingsError: the installation is incomplete.
    """
    root = checkout()
    bases = ([root] if root else []) + [PACKAGE / "shipped"]
    for base in bases:
        path = base.joinpath(*parts)
        if path.exists():
            return path
    message = f"This installation lacks {'/'.join(parts)}. Install the kit again (make setup)."
    raise SettingsError(message)
