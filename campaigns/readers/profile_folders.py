"""Reads kinds of file from folders: one with a profile.yaml, a sample and, where need be, a reader of its own."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from typing import Final

from campaigns.definitions import DefinitionsError, FieldReader, Mistake, read_yaml
from campaigns.readers.general_readers import READERS, Reader
from campaigns.readers.header_keys import header_key
from campaigns.readers.profile import Cadence, Collection, Profile
from campaigns.readers.profile_columns import Column, own_columns, stated_columns
from campaigns.readers.rows import Grain
from campaigns.readers.vocabulary import METRICS, RATES
from clients.networks import WECHAT_KINDS, Network

LANGUAGES: Final = ("en", "zh-Hans")
DEFINITION: Final = "profile.yaml"
OWN_READER: Final = "reader.py"
SAMPLES: Final = ("sample.csv", "sample.xlsx", "sample.xls", "sample.json", "sample.txt")
ANY_NETWORK: Final = "canonical"
"""The folder of files that may be of any network."""

_REQUIRED: Final = (*("key", "version", "grain", "titles", "descriptions", "found_in", "cadence", "header", "source"),)
_OPTIONAL: Final = (
    *("network", "account_kinds", "reader", "covers_days", "optional", "required", "one_of", "needs_a_number"),
    *("own_names", "constants", "attributes", "of_some"),
)
_IGNORED: Final = frozenset({"__pycache__", ".DS_Store"})


def load_profiles(root: Path) -> tuple[Profile, ...]:
    """Return the kinds of file under `root`, one a folder `<network>/<name>`, those of any network last.

    Raises DefinitionsError with every mistake of every folder.
    """
    mistakes: list[Mistake] = []
    found = [profile for folder in _folders(root, mistakes) if (profile := _profile(folder, mistakes)) is not None]
    keys = Counter(profile.key for profile in found)
    mistakes += [Mistake("(all folders)", key, "is defined twice") for key, times in keys.items() if times > 1]
    if mistakes:
        raise DefinitionsError(mistakes)
    return tuple(sorted(found, key=lambda profile: (profile.network is None, profile.network or "")))


def _folders(root: Path, mistakes: list[Mistake]) -> Iterator[Path]:
    for network in _inside(root):
        if network.name not in (*Network, ANY_NETWORK):
            mistakes.append(Mistake(network.name, "(folder)", f"is none of {', '.join((*Network, ANY_NETWORK))}"))
            continue
        yield from (each for each in _inside(network) if each.is_dir())


def _inside(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.name not in _IGNORED)


def _profile(folder: Path, mistakes: list[Mistake]) -> Profile | None:
    """Return the profile of a folder; None, with a mistake noted, for one whose definition cannot be read at all."""
    name = f"{folder.parent.name}/{folder.name}"
    if not (folder / DEFINITION).is_file():
        mistakes.append(Mistake(name, DEFINITION, "missing"))
        return None
    fields = read_yaml(folder / DEFINITION, mistakes, name=f"{name}/{DEFINITION}")
    if not isinstance(fields, dict):
        mistakes.append(Mistake(f"{name}/{DEFINITION}", "(file)", "expected one definition"))
        return None
    reader = FieldReader(f"{name}/{DEFINITION}", fields, mistakes)
    reader.demand((*_REQUIRED, *_OPTIONAL), _REQUIRED)
    _check_place(reader, folder)
    return _defined(reader, folder)


def _defined(reader: FieldReader, folder: Path) -> Profile:
    grain = reader.word("grain", Grain, Grain.ACCOUNT_DAY)
    columns = _columns(reader, grain)
    return Profile(
        key=reader.text("key"),
        version=reader.whole_number("version", 1) or 1,
        network=reader.one_of("network", tuple(Network)),
        account_kinds=reader.words("account_kinds", WECHAT_KINDS),
        grain=grain,
        titles=_words(reader, "titles"),
        descriptions=_words(reader, "descriptions"),
        header={column.header: column.name for column in columns},
        sample_header=tuple(column.header for column in columns if not column.optional),
        required=frozenset(reader.any_words("required")),
        one_of=_one_of(reader, columns, grain),
        collection=Collection(
            found_in=_words(reader, "found_in"),
            covers_days=reader.whole_number("covers_days", None),
            cadence=reader.word("cadence", Cadence, Cadence.ON_DEMAND),
            of_all=grain is not Grain.AD_DAY and not reader.flag("of_some"),
        ),
        source=reader.text("source"),
        sample=_sample(reader, folder),
        read=_reader(reader, folder, grain),
        aliases={column.header: column.also for column in columns if column.also},
        written_as={column.header: column.written_as for column in columns if column.written_as is not None},
        constants=reader.texts("constants"),
        dropped={column.header: column.dropped for column in columns if column.dropped is not None},
        attributes=frozenset(reader.any_words("attributes")),
    )


def _check_place(reader: FieldReader, folder: Path) -> None:
    """Note a key that is not the folder's, and a network that is not."""
    network = reader.one_of("network", tuple(Network))
    expected = folder.parent.name if network is None else network
    if network is None and expected != ANY_NETWORK:
        reader.mistake("network", f"missing in a folder of {folder.parent.name}")
    elif network is not None and network != folder.parent.name:
        reader.mistake("network", f"the folder lies in {folder.parent.name}")
    if reader.text("key").replace(".", "_") != f"{folder.parent.name}_{folder.name}":
        reader.mistake("key", f"expected {folder.parent.name}.{folder.name}, any _ being a dot")
    if reader.has("account_kinds") and network != Network.WECHAT:
        reader.mistake("account_kinds", "only WeChat has several kinds of account")


def _columns(reader: FieldReader, grain: Grain) -> list[Column]:
    columns = [*stated_columns(reader, "header", optional=False), *stated_columns(reader, "optional", optional=True)]
    if reader.flag("own_names"):
        columns += own_columns(grain, {column.header for column in columns})
    _note_twice(reader, columns)
    return columns


def _note_twice(reader: FieldReader, columns: Iterable[Column]) -> None:
    """Note spellings that two columns share: which of them a file means could not be told."""
    seen: dict[str, str] = {}
    for column in columns:
        for spelling in dict.fromkeys(header_key(each) for each in (column.header, *column.also)):
            if spelling in seen:
                reader.mistake(f"header.{column.header}", f"{spelling} is a spelling of {seen[spelling]} already")
            seen[spelling] = column.header


def _one_of(reader: FieldReader, columns: Iterable[Column], grain: Grain) -> frozenset[str]:
    stated = frozenset(reader.any_words("one_of"))
    if not reader.flag("needs_a_number"):
        if not stated and not reader.any_words("required"):
            reader.mistake("required", "any file at all would fit: name the columns that tell it apart")
        return stated
    if stated:
        reader.mistake("one_of", "needs_a_number says it already")
    numbers = {*METRICS[grain], *RATES}
    return frozenset(column.header for column in columns if column.name in numbers)


def _words(reader: FieldReader, field: str) -> Mapping[str, str]:
    part = reader.part(field)
    part.demand(LANGUAGES, LANGUAGES)
    return {language: part.text(language) for language in LANGUAGES}


def _sample(reader: FieldReader, folder: Path) -> Path:
    present = [folder / name for name in SAMPLES if (folder / name).is_file()]
    if len(present) != 1:
        reader.mistake("(folder)", f"expected one sample, called {' or '.join(SAMPLES)}")
        return folder / SAMPLES[0]
    for other in _inside(folder):
        if other not in present and other.name not in {DEFINITION, OWN_READER}:
            reader.mistake("(folder)", f"{other.name} is no part of a profile")
    return present[0]


def _reader(reader: FieldReader, folder: Path, grain: Grain) -> Reader:
    """Return the folder's own reader, else the general one that is named."""
    own = folder / OWN_READER
    if own.is_file():
        if reader.has("reader"):
            reader.mistake("reader", f"{OWN_READER} lies beside it: leave one out")
        return _own_reader(reader, own)
    name = reader.one_of("reader", tuple(READERS))
    if name is None:
        if not reader.has("reader"):
            reader.mistake("reader", f"missing, and there is no {OWN_READER}")
        return READERS["account_days"][1]
    makes, read = READERS[name]
    if makes is not grain:
        reader.mistake("reader", f"{name} makes rows of {makes}, not of {grain}")
    return read


def _own_reader(reader: FieldReader, path: Path) -> Reader:
    """Return the `read` of a folder's reader.py."""
    name = f"{__package__}.profiles.{path.parent.parent.name}.{path.parent.name}.reader"
    loader = SourceFileLoader(name, str(path))
    try:
        module = module_from_spec(ModuleSpec(name, loader, origin=str(path)))
        loader.exec_module(module)
        read: Reader = module.read
    except Exception as fault:  # noqa: BLE001 - whatever a newcomer's file raises is told with its name
        reader.mistake(OWN_READER, f"{type(fault).__name__}: {fault}")
        return READERS["account_days"][1]
    return read
