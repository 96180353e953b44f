"""What a failed command says and returns: one line for each fault, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ladder_widgets.errors import LadderError, PackError
from ladder_widgets.settings import PACKAGE

FAILED = 1
USAGE = 2
INTERRUPTED = 130


def run(command: Callable[[], Any]) -> int:
    """Run a command and return its exit status, having said what went wrong."""
    try:
        # Outside standalone mode click hands back the status of an early exit (--help), or None.
        status = command()
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return FAILED
    except Exception as error:  # noqa: BLE001 - a traceback could show the trainee's words
        return _report(error)
    return status if isinstance(status, int) else 0


def _report(error: Exception) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return USAGE
    for message in _messages(error):
        _say(message)
    return USAGE if isinstance(error, click.UsageError) else FAILED


def _messages(error: Exception) -> list[str]:
    match error:
        case click.UsageError():
            return [_usage(error)]
        case click.ClickException():
            return [error.format_message()]
        case PackError():
            return [str(fault) for fault in error.faults]
        case LadderError():
            return [str(error)]
        case _:
            return [_unexpected(error)]


def _say(message: str) -> None:
    line = " ".join(message.split())
    # A terminal in another encoding must not turn a message into a second failure.
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    shown = line.encode(encoding, errors="backslashreplace").decode(encoding)
    click.echo(f"ladder: {shown}", err=True)


def _usage(error: click.UsageError) -> str:
    message = error.format_message()
    # Click quotes surplus words, which may be those of a reflection typed without quotes.
    if message.startswith("Got unexpected extra argument"):
        message = "There are more words than this command takes; quote a name that holds spaces."
    path = error.ctx.command_path if error.ctx else "ladder"
    return f"{message} See: {path} --help"


def _unexpected(error: Exception) -> str:
    return (
        f"Something unexpected went wrong ({type(error).__name__}{_place(error)}). "
        "No more is shown, since it could hold your words. "
        "To report it, send this line with the output of: ladder doctor"
    )


def _place(error: Exception) -> str:
    """The innermost line of the kit's own code, which names no data."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE):
            return f" at {path.relative_to(PACKAGE).as_posix()}:{frame.lineno}"
    return ""


def _discard_output() -> None:
    """Let the interpreter flush what is left at exit to nowhere, since nobody reads it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
