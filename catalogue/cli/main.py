"""The command `phototheque`: a group whose commands the rooms register by entry point."""

from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points

import click

from catalogue import __version__

_GROUP = "phototheque.commands"


class Rooms(click.Group):
    """Finds commands by entry point, and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """Every command of every room."""
        return sorted({point.name for point in entry_points(group=_GROUP)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with this name, or None."""
        point = _own(cmd_name) or next(iter(entry_points(group=_GROUP, name=cmd_name)), None)
        return point.load() if point else None


def _own(name: str) -> EntryPoint | None:
    """A command of this distribution: found without reading the metadata of every other one."""
    try:
        points = distribution("phototheque").entry_points
    except PackageNotFoundError:
        return None
    return next(iter(points.select(group=_GROUP, name=name)), None)


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="phototheque")
def main() -> None:
    """Catalogue of field photos and diagnostics of a territory."""


if __name__ == "__main__":
    main()
