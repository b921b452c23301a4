"""Where the command `suture` and `python -m suture` begin: a stop while modules are still loaded ends in words, too."""

import sys

STOPPED = 130


def main() -> int:
    """Runs the command and returns its exit code."""
    try:
        from suture.cli import main as command

        return command()
    except KeyboardInterrupt:  # before the language is known
        print("Stopped; nothing was written. 已停止；没有写入任何内容。", file=sys.stderr)
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
