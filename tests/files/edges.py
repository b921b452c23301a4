"""How wide a page is on a screen of a given width, and what a browser complains of."""

import re
import subprocess
from pathlib import Path


def measured(text: str, width: int, browser: str, folder: Path) -> tuple[int, list[str]]:
    """The farthest edge of anything, and the lines of the console.

    Measured by a page that holds the report in a frame of that width, since a window is never so narrow.
    """
    right = (
        "Math.ceil(Math.max(...[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().right)))"
    )
    wide = f"Math.max({right}, document.documentElement.scrollWidth)"
    probe = f"<script>onload = () => document.title = {wide}</script>"
    (folder / "report.html").write_text(text.replace("</body>", f"{probe}</body>"), encoding="utf-8")
    frame = (
        f'<iframe src="report.html" style="width:{width}px;height:900px;border:0" onload="setTimeout(() => '
        'document.body.dataset.wide = this.contentDocument.title, 50)"></iframe>'
    )
    (folder / "frame.html").write_text(f"<!doctype html><body>{frame}</body>", encoding="utf-8")
    done = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=2000",
            "--dump-dom", (folder / "frame.html").as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    found = re.search(r'data-wide="(\d+)"', done.stdout)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    return int(found[1]), [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
