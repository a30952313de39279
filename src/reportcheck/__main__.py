"""``python -m reportcheck``: the same as the command ``reportcheck``."""

from reportcheck.cli import run

if __name__ == "__main__":
    run()
