"""``python -m broch`` is ``broch``."""

from broch.cli import main

if __name__ == "__main__":
    main()
