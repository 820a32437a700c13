"""Several files at once: archives are unpacked, each file finds its account, and each is an import of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from apikit.refusals import Refusal
from audit.actors import Actor
from campaigns.collection.placing import PlacedBy, Placement, candidates_for, place
from campaigns.collection.refusals import TooManyFiles, UnpacksToTooMuch
from campaigns.imports.background import take_in
from campaigns.imports.locks import lock_accounts
from campaigns.imports.looks import Assumed, Look, look_into
from campaigns.imports.uploads import Upload, bare_file_name
from campaigns.mapping.services import mappings_for, table_of
from campaigns.models import Import
from campaigns.readers import UnreadableFile
from campaigns.readers.archives import may_be_archive, unpack_in_child
from clients.models import NetworkAccount

MOST_FILES: Final = 100
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that all archives of a bundle together may unpack to."""
MOST_SECONDS: Final = 120.0
"""Files that are not begun by then are not taken: a request keeps others waiting no longer."""
MOST_ROWS: Final = 50_000
"""Of all files together, that are kept from finding their accounts to loading them."""
UNPLACED: Final = "unplaced"
REFUSED: Final = "refused"
NO_ACCOUNT = (
    "no_account",
    "None of the accounts is of this file's network and kind, or of the handle or name that it states.",
)
SEVERAL_ACCOUNTS = ("several_accounts", "The file may be of several accounts; send it again with one of them.")
OUT_OF_TIME = ("out_of_time", "The files before it took too long; send this one again, in a request of its own.")
NOT_WANTED = ("not_wanted", "This kind of file is not asked for here.")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: where its bytes are, and what it is called."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was sent together, and for whom.

    `account` is whose numbers all of them are, None to find that out among `accounts`; a file that is named for one of
    `others` is of none of these. `profiles` are the kinds of file that are taken, none for all, and `most_files` how
    many, those in archives counted.
    """

    files: Sequence[SentFile]
    accounts: Sequence[NetworkAccount]
    account: NetworkAccount | None = None
    captured_on: date | None = None
    others: Sequence[NetworkAccount] = ()
    profiles: frozenset[str] = frozenset()
    most_files: int = MOST_FILES


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file: its import, or why there is none and which accounts it could be of."""

    name: str
    archive: str | None
    size: int
    profile: str = ""
    outcome: str = REFUSED
    code: str = ""
    detail: str = ""
    upload: Import | None = None
    account: NetworkAccount | None = None
    placed_by: PlacedBy | None = None
    candidates: tuple[NetworkAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One file of a bundle on its way."""

    told: FileOutcome
    path: Path | None
    look: Look | None = None
    placement: Placement | None = None


def take_bundle(bundle: Bundle, *, actor: Actor, write: bool) -> list[FileOutcome]:
    """Load, or preview, each file of a bundle that finds its account; each answers for itself.

    All their accounts are locked before the first is loaded: bundles that lock one by one would wait for each other.

    Raises TooManyFiles or UnpacksToTooMuch, with nothing done, for more than is taken at once.
    """
    deadline = monotonic() + MOST_SECONDS
    with TemporaryDirectory(prefix="bundle-") as folder:
        pieces = _pieces(bundle, Path(folder))
        assumed = _assumed(bundle)
        looked_at = [_looked_at(_in_time(piece, deadline), bundle, assumed) for piece in pieces]
        placed = _with_company(_remembered_as_far(looked_at))
        lock_accounts(list({found.account.id for piece in placed if (found := piece.placement) and found.account}))
        return [_taken(_in_time(piece, deadline), bundle, actor=actor, write=write) for piece in placed]


def _pieces(bundle: Bundle, folder: Path) -> list[_Piece]:
    """Unpack one archive after the other, and no more of them than may be taken."""
    pieces: list[_Piece] = []
    for at, file in enumerate(bundle.files):
        pieces += _unpacked(file, folder / str(at))
        if len(pieces) > bundle.most_files:
            raise TooManyFiles(bundle.most_files)
        if sum(piece.told.size for piece in pieces if piece.told.archive is not None) > MOST_UNPACKED:
            raise UnpacksToTooMuch(MOST_UNPACKED)
    return pieces


def _in_time(piece: _Piece, deadline: float) -> _Piece:
    """Leave out a file that would be begun too late."""
    if piece.path is None or monotonic() < deadline:
        return piece
    return _Piece(replace(piece.told, code=OUT_OF_TIME[0], detail=OUT_OF_TIME[1]), None)


def _unpacked(file: SentFile, into: Path) -> Iterator[_Piece]:
    name = bare_file_name(file.name)
    whole = FileOutcome(name, None, file.path.stat().st_size)
    if not may_be_archive(file.path):
        yield _Piece(whole, file.path)
        return
    into.mkdir()
    try:
        entries = unpack_in_child(file.path, into=into)
    except UnreadableFile as fault:
        yield _Piece(replace(whole, code=fault.code, detail=fault.detail), None)
        return
    if entries is None:
        yield _Piece(whole, file.path)
        return
    for entry in entries:
        size = 0 if entry.path is None else entry.path.stat().st_size
        told = FileOutcome(bare_file_name(entry.name), name, size, code=entry.code, detail=entry.detail)
        yield _Piece(told, entry.path)


def _assumed(bundle: Bundle) -> Assumed:
    """Assume of files what the accounts have in common, and the agency's own kinds of table on their networks."""
    networks = tuple(sorted({account.network for account in bundle.accounts}))
    zones = {account.time_zone for account in bundle.accounts}
    currencies = {account.brand.currency for account in bundle.accounts}
    return Assumed(
        captured_on=bundle.captured_on or datetime.now(ZoneInfo(zones.pop()) if len(zones) == 1 else UTC).date(),
        currency=currencies.pop() if len(currencies) == 1 else "",
        tables=tuple(table_of(record) for network in networks for record in mappings_for(network)),
        networks=networks,
        wanted=bundle.profiles,
    )


def _looked_at(piece: _Piece, bundle: Bundle, assumed: Assumed) -> _Piece:
    """Recognise a file and find its account; one whose account was named is looked at where kinds are chosen."""
    if piece.path is None:
        return piece
    if bundle.account is not None and not bundle.profiles:
        return replace(piece, placement=Placement(bundle.account, PlacedBy.NAMED, ()))
    try:
        look = look_into(piece.path, file_name=piece.told.name, assumed=assumed)
    except UnreadableFile as fault:
        return _Piece(replace(piece.told, code=fault.code, detail=fault.detail), None)
    told = replace(piece.told, profile=look.reading.profile)
    if bundle.profiles and look.reading.profile not in bundle.profiles:
        return _Piece(replace(told, code=NOT_WANTED[0], detail=NOT_WANTED[1]), None)
    if bundle.account is None:
        found = place(look.reading, piece.told.name, bundle.accounts, others=bundle.others)
        return replace(piece, told=told, look=look, placement=found)
    fitting = candidates_for(look.reading, [bundle.account])  # else loading it says what does not fit
    placement = Placement(bundle.account, PlacedBy.NAMED, ())
    return replace(piece, told=told, look=look if fitting else None, placement=placement)


def _remembered_as_far(pieces: list[_Piece]) -> list[_Piece]:
    """Forget what was read of files past a number of rows, so that memory is bounded: those are read once more."""
    rows = accumulate(0 if piece.look is None else len(piece.look.reading.rows) for piece in pieces)
    return [
        piece if so_far <= MOST_ROWS else replace(piece, look=None) for piece, so_far in zip(pieces, rows, strict=True)
    ]


def _with_company(pieces: list[_Piece]) -> list[_Piece]:
    """Place files of an archive with those that came along: where these are of one account that it could be of too."""
    found = {(piece.told.archive, piece.placement.account) for piece in pieces if piece.placement is not None}
    return [
        _beside(piece, [account for archive, account in found if archive == piece.told.archive]) for piece in pieces
    ]


def _beside(piece: _Piece, company: Sequence[NetworkAccount | None]) -> _Piece:
    if piece.told.archive is None or piece.placement is None or piece.placement.account is not None:
        return piece
    shared = [account for account in piece.placement.candidates if account in company]
    if len(shared) != 1:
        return piece
    return replace(piece, placement=Placement(shared[0], PlacedBy.SAME_ARCHIVE, piece.placement.candidates))


def _taken(piece: _Piece, bundle: Bundle, *, actor: Actor, write: bool) -> FileOutcome:
    told, placement = piece.told, piece.placement
    if piece.path is None or placement is None:
        return told
    if placement.account is None:
        code, detail = SEVERAL_ACCOUNTS if placement.candidates else NO_ACCOUNT
        return replace(told, outcome=UNPLACED, code=code, detail=detail, candidates=placement.candidates)
    told = replace(told, account=placement.account, placed_by=placement.by)
    upload = Upload(
        path=piece.path,
        file_name=told.name,
        account=placement.account,
        profile=told.profile if told.profile in bundle.profiles else None,  # read as the kind that was asked for
        captured_on=bundle.captured_on,
        look=piece.look,
    )
    try:
        with transaction.atomic():  # what refuses one file takes nothing of the others along
            record = take_in(upload, actor=actor, write=write, later=False)
    except Refusal as refusal:
        return replace(told, code=refusal.code, detail=refusal.detail)
    problem = record.problem or {}
    return replace(
        told,
        outcome=record.state,
        code=problem.get("code", ""),
        detail=problem.get("detail", ""),
        upload=record,
        profile=record.profile or told.profile,
    )
