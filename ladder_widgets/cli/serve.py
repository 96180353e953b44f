"""`ladder serve`: the trainee app, or any other notebook, in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from ladder_widgets.cli.unlock import unlocked
from ladder_widgets.settings import read_settings

SHARED = (
    "This looks like an account that several people use: whoever signs in to it can read what is "
    "stored. Say Leave this computer when you go, and encrypt your entries: ladder passphrase set."
)


@click.command()
@click.argument("notebook", required=False, type=click.Path(path_type=Path))
@click.option(
    "--port",
    default=8866,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDR",
    help="Address to listen on. Any other than this machine's own is reachable by others.",
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the store (LADDER_DATA_DIR).",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--pool-size",
    default=None,
    type=click.IntRange(0, 16),
    help="Kernels kept warm (default: what suits this machine).",
)
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    metavar="PATH",
    callback=lambda _context, _option, path: f"/{path.strip('/')}/".replace("//", "/"),
    help="Path of the app behind a proxy, such as /user/x/.",
)
def serve(
    notebook: Path | None,
    port: int,
    host: str,
    data_dir: Path | None,
    *,
    no_browser: bool,
    pool_size: int | None,
    base_url: str,
) -> None:
    """Open the trainee app, or the notebook (.ipynb) that you name.

    The kit's own notebooks are known by their names, such as faculty/review.ipynb.

    Once it answers, the last line printed is its address. It holds a token that lets your browser
    in: keep it to yourself. Ctrl-C ends it.

    Example: ladder serve --port 8900 --no-browser
    """
    # Voila takes half a second to import; no other command needs it.
    from ladder_widgets.portfolio.upgrade import upgrade_store
    from ladder_widgets.server.application import serve as run
    from ladder_widgets.server.gate import LOOPBACK
    from ladder_widgets.server.machine import is_shared_account
    from ladder_widgets.server.notebook import find_notebook

    found = find_notebook(notebook) if notebook is not None else None
    settings = unlocked(read_settings(data_dir=data_dir))
    upgrade_store(settings)
    if host not in LOOPBACK:
        click.echo(
            f"Warning: {host} can be reached from other machines, and the connection is not "
            "encrypted. Anybody with the address and its token can read your entries.",
            err=True,
        )
    if is_shared_account() and settings.passphrase is None:
        click.echo(SHARED, err=True)
    click.echo(f"Your entries are in {settings.data_dir}.")
    click.echo("Open this address in a browser on this machine (Ctrl-C ends the app):")
    run(
        settings,
        notebook=found,
        host=host,
        port=port,
        open_browser=not no_browser,
        pool_size=pool_size,
        base_url=base_url,
        ready=click.echo,
    )
