"""Photos on their way out, in the order that somebody asked for, with all that a sheet or a layer says of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.database.connection import Connection

_BATCH = 500
_PHOTOS = """
    SELECT photos_with_codes.*,
        (SELECT json_group_array(theme ORDER BY theme) FROM photo_themes
            WHERE photo_id = photos_with_codes.id) AS themes,
        (SELECT path FROM files WHERE photo_id = photos_with_codes.id
            ORDER BY withdrawn IS NOT NULL, id LIMIT 1) AS source_path
    FROM json_each(?) JOIN photos_with_codes ON photos_with_codes.id = value ORDER BY json_each.key
"""


def photos_in_order(
    db: Connection, ids: Sequence[str], pictures: Mapping[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """Each photo that is still there, in the order of `ids`; memory is bounded, however many there are.

    Beside the columns of `photos_with_codes` it has `themes` (a tuple), `source_path`, where its first file lay, and
    `picture`, its path in `pictures`, or None.
    """
    named = pictures or {}
    for start in range(0, len(ids), _BATCH):
        found = db.execute(_PHOTOS, [json.dumps(ids[start : start + _BATCH])])
        names = [column[0] for column in found.description]
        for values in found.fetchall():
            row = dict(zip(names, values, strict=True))
            yield row | {
                "themes": tuple(json.loads(row["themes"])),
                "picture": named.get(row["id"]),
            }
