"""Zip archives as people and attackers make them."""

import io
import zipfile
from collections.abc import Mapping


def zipped(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files under their names, which are marked as UTF-8 where they need it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def zipped_in_china(name: str, data: bytes) -> bytes:
    """Pack a file as Windows in China does: its name in GBK and not marked as UTF-8."""
    raw = name.encode("gbk")
    stand_in = "x" * len(raw)
    return zipped({stand_in: data}).replace(stand_in.encode(), raw)
