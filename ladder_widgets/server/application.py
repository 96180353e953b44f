"""The one web server: Voila's application with a gate before it and our own page in it."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
from jupyter_server.utils import url_path_join
from tornado.routing import Rule
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_template_paths

from ladder_widgets.errors import ServerError
from ladder_widgets.server.assets import AssetHandler
from ladder_widgets.server.entrance import (
    RefusalHandler,
    Refused,
    SignInHandler,
    SignInMatcher,
)
from ladder_widgets.server.gate import LOOPBACK, Gate
from ladder_widgets.server.handlers import HEADERS, NothingHere
from ladder_widgets.server.kernels import QuietKernelManager, WatchfulClient
from ladder_widgets.server.leaving import LeftHandler, OutHandler
from ladder_widgets.server.machine import default_pool_size, origin, own_name, reachable
from ladder_widgets.server.notebook import TEMPLATE as NOTEBOOK_TEMPLATE
from ladder_widgets.server.notebook import NotebookHandler, configure
from ladder_widgets.server.pages import LeaveHandler, PageHandler
from ladder_widgets.server.paint import Painter
from ladder_widgets.server.phone import PhoneHandler
from ladder_widgets.server.statement import StatementHandler
from ladder_widgets.settings import Settings, checkout, environment_of, resource

TEMPLATE = "ladder"
MAX_MESSAGE_BYTES = 64 * 1024 * 1024
"""The largest websocket message taken; the default, 10 MB, ends a longer one without a word."""
IDLE_KERNEL_S = 900
CULL_EVERY_S = 60
PING_MS = 30_000
PONG_MS = 3 * PING_MS
"""A pong is looked for when the next ping is due: a page that answers at once is a ping behind."""
NEVER_S = 86_400
"""Longer than any page takes to be made."""


def template_folder(name: str) -> Path:
    """A page template: the checkout's, else the one a wheel puts beside Voila's own."""
    root = checkout()
    if root is not None:
        return root / "templates" / "voila" / name
    return Path(sys.prefix) / "share" / "jupyter" / "voila" / "templates" / name


def make_config(*, pool_size: int) -> Config:
    """What we set of Voila, Jupyter server and kernels, each for a reason given here."""
    config = Config()
    voila = config.VoilaConfiguration
    voila.template = TEMPLATE
    voila.preheat_kernel = True
    voila.default_pool_size = pool_size
    voila.strip_sources = True
    voila.show_tracebacks = False
    # After this Voila writes an inline script into the page ("heartbeat"), which no policy allows.
    voila.http_keep_alive_timeout = NEVER_S
    # A notebook or address must not choose another template, and no file of the folder is served.
    voila.allow_template_override = "NO"
    voila.allow_theme_override = "NO"
    voila.file_allowlist = []
    voila.extension_allowlist = []
    voila.multi_kernel_manager_class = QuietKernelManager
    # Kernels listen on sockets in a folder of ours, not on ports that every user of the machine
    # can reach.
    config.KernelManager.transport = "ipc"
    config.KernelManager.client_factory = WatchfulClient
    config.MappingKernelManager.cull_idle_timeout = IDLE_KERNEL_S
    config.MappingKernelManager.cull_interval = CULL_EVERY_S
    # A PDF is more than Jupyter's limit for a second's output; dropping it would be silent.
    config.ZMQChannelsWebsocketConnection.limit_rate = False
    config.VoilaExecutor.store_widget_state = False
    config.VoilaExecutor.record_timing = False
    return config


class LadderApplication(Voila):  # type: ignore[misc]  # Voila is untyped
    """Voila for one notebook behind a `Gate`; `ready` is called once it answers."""

    def prepare(
        self,
        settings: Settings,
        *,
        notebook: Path | None,
        host: str,
        port: int,
        ready: Callable[[str], None],
        open_browser: bool,
        pool_size: int,
        base_url: str,
    ) -> None:
        """Take everything that is needed to start, and bind the port.

        Without a `notebook` the trainee app is served.

        Raises:
            ServerError: the port is taken, or the address cannot be bound.
        """
        self._sockets = bind(host, port)
        # Every kernel takes this process's environment, warm or started for one page: it must find
        # the store that was chosen here, whatever the variables said before, and can open it.
        os.environ.update(environment_of(settings))
        self.port = self._sockets[0].getsockname()[1]
        self.ip = host
        self.base_url = base_url
        self.shared = () if host in LOOPBACK else reachable(host)
        own_names = {*self.shared, own_name()} if self.shared else set()
        self.gate = Gate(port=self.port, hosts=LOOPBACK | own_names)
        self._paint = Painter(settings)
        self._ready = ready
        self.open_browser = open_browser
        self._is_app = notebook is None
        self.notebook_path = str(notebook or resource("notebooks", "trainee", "portfolio.ipynb"))
        self.log_level = logging.ERROR
        config = make_config(pool_size=pool_size)
        # A page of the app that loses its kernel takes another one; nobody would come back to this.
        config.KernelManager.autorestart = not self._is_app
        if not self._is_app:
            configure(config)
        self.update_config(config)
        self.initialize([])

    @property
    def address(self) -> str:
        """Where a browser of this machine finds the app, token included."""
        name = "127.0.0.1" if self.ip in {"0.0.0.0", "::", "localhost"} else self.ip  # noqa: S104
        return f"{origin(name, self.port)}{self.base_url}?token={self.gate.token}"

    def load_config_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Read no configuration of the machine: it could open what we close."""

    def setup_template_dirs(self) -> None:
        """Find our template in the checkout or beside Voila's, never in the user's folders."""
        self.template_paths = [
            str(template_folder(TEMPLATE if self._is_app else NOTEBOOK_TEMPLATE)),
            *collect_template_paths(["voila", "nbconvert"], "base"),
        ]
        self.static_paths: list[str] = []

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings with ours over them."""
        logging.getLogger("tornado.general").addFilter(_is_no_ping_warning)
        own = {
            "headers": HEADERS,
            "compress_response": True,
            "websocket_max_message_size": MAX_MESSAGE_BYTES,
            "ws_ping_interval": PING_MS,
            "ws_ping_timeout": PONG_MS,
            "log_function": _log_nothing,
            "default_handler_class": NothingHere,
        }
        return {**super().init_settings(), **own}

    def init_handlers(self) -> list[Any]:
        """The gate, sign-in, assets and page; of Voila's own only kernels and their end."""
        own = [
            Rule(Refused(self.gate, self.base_url), RefusalHandler),
            Rule(SignInMatcher(self.base_url), SignInHandler, {"gate": self.gate}),
            (url_path_join(self.base_url, r"/ladder/assets/([\w.-]+)"), AssetHandler),
            (url_path_join(self.base_url, r"/ladder/leave/([\w-]+)"), LeaveHandler),
            (url_path_join(self.base_url, "/ladder/out"), OutHandler, {"gate": self.gate}),
            (url_path_join(self.base_url, "/ladder/left"), LeftHandler),
            (url_path_join(self.base_url, "/ladder/accessibility"), StatementHandler),
            (
                url_path_join(self.base_url, "/ladder/phone"),
                PhoneHandler,
                {"gate": self.gate, "origins": [origin(name, self.port) for name in self.shared]},
            ),
        ]
        kept = [h for h in super().init_handlers() if "/api/kernels/" in h[0]]
        page = (
            self.base_url,
            PageHandler if self._is_app else NotebookHandler,
            {
                **({"first_paint": self._paint} if self._is_app else {}),
                "gate": self.gate,
                "notebook_path": os.path.relpath(self.notebook_path, self.root_dir),
                "template_paths": self.template_paths,
                "config": self.config,
                "voila_configuration": self.voila_configuration,
            },
        )
        return [*own, *kept, page]

    def listen(self) -> None:
        """Serve on the sockets that `prepare` bound, until stopped."""
        server = tornado.httpserver.HTTPServer(self.app, max_body_size=MAX_MESSAGE_BYTES)
        server.add_sockets(self._sockets)
        self.ioloop = tornado.ioloop.IOLoop.current()
        signal.signal(signal.SIGINT, self._handle_signal_stop)
        self.ioloop.add_callback(self._announce)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def stop(self) -> None:
        """End every kernel and close the store."""
        super().stop()
        self._paint.close()

    def _announce(self) -> None:
        self._ready(self.address)
        if self.open_browser:
            open_page(self.address)


def bind(host: str, port: int) -> list[Any]:
    """Sockets bound to an address.

    Raises:
        ServerError: the port is taken or not allowed, or the address is not this machine's.
    """
    try:
        return tornado.netutil.bind_sockets(port, host)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = (
                f"Port {port} is in use by another program. Stop it, or choose another: "
                f"ladder serve --port {port + 1}"
            )
        elif error.errno == errno.EACCES:
            message = (
                f"Port {port} may not be used. Choose one from 1024 up: ladder serve --port 8866"
            )
        else:
            message = f"The address {host} is not one of this machine ({error.strerror})."
        raise ServerError(message) from error


def open_page(address: str) -> None:
    """Open a browser through a file that only this user can read.

    The address holds the token, and a command line is visible to every user of the machine.
    """
    handle, name = tempfile.mkstemp(prefix="ladder-", suffix=".html")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f'<!doctype html><meta http-equiv="refresh" content="0; url={address}">')
    webbrowser.open(Path(name).as_uri())


def serve(
    settings: Settings,
    *,
    notebook: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8866,
    open_browser: bool = False,
    pool_size: int | None = None,
    base_url: str = "/",
    ready: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serve the trainee app until interrupted; `ready` gets its full address once it answers.

    `notebook` is served in the app's place; `pool_size` is the number of kernels kept warm (None:
    what suits this machine); `base_url` is the path of the app behind a proxy, with a slash at both
    ends.

    Raises:
        ServerError: the port is taken, or the address cannot be bound.
    """
    application = LadderApplication()
    application.prepare(
        settings,
        notebook=notebook,
        host=host,
        port=port,
        ready=ready,
        open_browser=open_browser,
        pool_size=default_pool_size() if pool_size is None else pool_size,
        base_url=base_url,
    )
    application.start()


def _is_no_ping_warning(record: logging.LogRecord) -> bool:
    """Tornado takes Jupyter's milliseconds for its own seconds, and warns of them each time."""
    return not str(record.msg).startswith("The websocket_ping_timeout")


def _log_nothing(_handler: tornado.web.RequestHandler) -> None:
    """Keep no access log: addresses hold the token and the ids of entries."""
