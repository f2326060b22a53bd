"""The command `phototheque`: a group whose commands the rooms register by entry point."""

import click

from catalogue import __version__
from catalogue.cli import rooms


class Rooms(click.Group):
    """Finds commands by entry point, and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """Every command of every room."""
        return rooms.names(rooms.COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with this name, or None."""
        command: click.Command | None = rooms.offered(rooms.COMMANDS, cmd_name)
        return command


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="phototheque")
def main() -> None:
    """Catalogue of field photos and diagnostics of a territory."""


if __name__ == "__main__":
    main()
