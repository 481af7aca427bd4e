"""docs/usage/command-line.md has every command with its usage, options and examples."""

import re

import click
from broch.cli import main


def test_commands(generated):
    generated(
        "usage/command-line.md",
        "commands",
        "\n".join(section(name, main.commands[name]) for name in sorted(main.commands)),
    )


def section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"broch {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    examples = [line.strip() for line in command.epilog.splitlines() if line.startswith("  ")]
    description = re.sub(r"\n {4}", "\n", command.help).strip()
    return "\n".join(
        [
            f"## broch {name}",
            "",
            "```",
            usage,
            "```",
            "",
            description,
            "",
            "| option | meaning |",
            "|---|---|",
            *(
                f"| `{', '.join(option.opts)}` | {option.help} |"
                for option in command.params
                if isinstance(option, click.Option)
            ),
            "",
            "```",
            *examples,
            "```",
            "",
        ]
    )
