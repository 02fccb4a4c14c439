"""`handpose serve`: hand out the page on this computer, or write it into a folder."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path

from handpose import shipped
from handpose.web.folder import write_folder
from handpose.web.models import WebModel, detector, landmarker
from handpose.web.options import ServeConfig
from handpose.web.server import Server
from handpose.web.site import Site, site


def serve(options: ServeConfig) -> None:
    """Serve the page until Ctrl-C; with `export`, write it into that folder instead.

    Raises HandposeError when there is no model that the page can use, the port is taken or the
    folder cannot be written.
    """
    files = site(*_models(options))
    if options.export:
        write_folder(files, Path(options.export))
        print(f"wrote {options.export}: any web server can hand it out")
    else:
        _serve(files, options)


def _models(options: ServeConfig) -> tuple[WebModel, WebModel | None]:
    model = landmarker(shipped.hand_model(options.model))
    if options.cropped:
        return model, None
    file = shipped.detector(options.detector, "--cropped=True, to look for one hand")
    return model, detector(file)


def _serve(files: Site, options: ServeConfig) -> None:
    with Server(files, options.port) as server, suppress(KeyboardInterrupt):
        print(f"open {server.address} (Ctrl-C ends it)", flush=True)
        if options.open:
            webbrowser.open(server.address)
        server.serve_forever()
