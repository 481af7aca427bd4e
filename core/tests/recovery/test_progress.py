import io

from broch.recovery.progress import Progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(file):
    clock = Clock()
    progress = Progress(file, clock)
    progress.begin("Files", 200)
    for _ in range(200):
        clock.now += 0.125
        progress.advance()
    progress.begin("Rest", 0)
    progress.advance(5)
    progress.end()
    return file.getvalue()


def test_a_bar_on_a_terminal():
    text = shown(Terminal())
    assert "[###############...............] Files: 100/200, 8 a second" in text
    assert text.count("\n") == 2
    assert "Rest: 5, " in text


def test_lines_elsewhere():
    lines = shown(io.StringIO()).splitlines()
    assert lines[0] == "Files: 200 to look at"
    assert len(lines) == 4
    assert "\r" not in "".join(lines)
